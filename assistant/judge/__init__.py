"""Step 3: do these passages answer the question?"""

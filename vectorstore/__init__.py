"""What is stored and how it is found: records (SQL), vectors (Chroma), words (BM25), one hybrid search.

Knows nothing of questions, answers or pages. Start reading at `documents`, then `store`.
"""

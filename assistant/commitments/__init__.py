"""What the documents promise: who, how strongly, what, with whom, by when."""

"""Step 4, the other way: a language model writes, and what it writes is checked sentence by sentence."""

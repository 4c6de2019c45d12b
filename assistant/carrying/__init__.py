"""Answers carried away from here: their notes, and the same as Markdown, as plain values and on a page of their own."""

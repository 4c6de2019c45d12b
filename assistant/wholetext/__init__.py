"""Answers established from the whole records: mentions, counts, lists, overviews, facts of a record, abbreviations."""

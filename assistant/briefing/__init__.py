"""Briefings: what the texts have on a topic, or answers to a list of questions, as a page to take along."""

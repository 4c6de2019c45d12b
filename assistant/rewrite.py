"""Step 1: a question to one that can be read without its conversation."""


def standalone(text: str) -> str:
    """The question as it is searched for and judged. So far each is read as it stands, follow-ups too."""
    return text

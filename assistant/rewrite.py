"""Step 1: a follow-up and its history to one standalone question."""

from vectorstore.conversations import Conversation


def standalone(text: str, history: Conversation | None) -> str:
    """The question as it is searched for. For now every question is read as it stands."""
    return text

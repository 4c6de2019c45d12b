"""How sure a model is of its first word: from the probabilities of first tokens, or from the word that it wrote."""

import re
from collections.abc import Sequence

WRITTEN = 0.9
"""How sure a written word counts: how sure the model was of it, nobody tells."""

Firsts = Sequence[tuple[str, float]]
"""The likeliest first tokens of a reply, each with its probability, 0 to 1."""


def checked(choices: Sequence[str]) -> Sequence[str]:
    """The same choices, if each begins with a word of its own.

    Raises:
        ValueError: they cannot be told apart by how they begin.
    """
    if not choices or not all(map(_word, choices)) or len({_word(choice) for choice in choices}) < len(choices):
        raise ValueError(f"The choices {list(choices)!r} cannot be told apart by their first words.")
    return choices


def by_probability(firsts: Firsts, choices: Sequence[str]) -> dict[str, float]:
    """What the tokens that are a choice have together, whatever their blanks and case. Where the provider tells the
    probability of one token only, the other choices share what it leaves.
    """
    said = {choice: sum(share for token, share in firsts if _is(token, choice)) for choice in choices}
    total = sum(said.values())
    if len(firsts) == 1 and total:
        others = [choice for choice in choices if not said[choice]]
        return said | {choice: max(1 - total, 0.0) / len(others) for choice in others}
    return {choice: share / max(total, 1.0) for choice, share in said.items()}


def by_word(reply: str, choices: Sequence[str]) -> dict[str, float]:
    """`WRITTEN` for the choice that the reply begins with, and for the others what it leaves; 0 for all where it
    begins with none.
    """
    first = _word(reply)
    if not any(_is(first, choice) for choice in choices):
        return dict.fromkeys(choices, 0.0)
    rest = (1 - WRITTEN) / max(len(choices) - 1, 1)
    return {choice: WRITTEN if _is(first, choice) else rest for choice in choices}


def _is(token: str, choice: str) -> bool:
    return token.strip().casefold() == _word(choice)


def _word(text: str) -> str:
    """The first word, without what models set around it (`**Yes**`)."""
    found = re.search(r"[^\W_]+", text)
    return found[0].casefold() if found else ""

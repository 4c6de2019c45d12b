"""How an answer came about: which judge, composer and model were used, and why not others."""

from collections.abc import Sequence
from typing import Any

from assistant.answers import WrittenSentences
from assistant.compose import NOTES, Composed
from assistant.judge.judging import Judgement
from assistant.models.model import ChatModel


def how(model: ChatModel | None, judgements: Sequence[Judgement], composed: Sequence[Composed]) -> dict[str, Any]:
    """The fields of an answer that say it, by name."""
    by_model = any(each.judge == "model" for each in judgements)
    counts = [each.written for each in composed if each.written is not None]
    written = any(each.kept for each in counts)
    fallbacks = [*(each.fallback for each in judgements), *(each.fallback for each in composed)]
    return {
        "composer": "generate" if written else "quote",
        "written": sum(counts, WrittenSentences()) if counts else None,
        "judge": "model" if by_model else "quick",
        "model": model.name if model is not None and (by_model or written) else "none",
        "fallback": next((each for each in fallbacks if each), None),
        "judged": next((each.judged for each in judgements if each.judged), None),
    }


def note(composed: Sequence[Composed]) -> str | None:
    """What a reader is told where an answer was not written as it should have been."""
    fallback = next((each.fallback for each in composed if each.fallback), None)
    return NOTES[fallback] if fallback else None

"""How and when an answer was made, in words; and dates as people write them."""

from datetime import UTC, date, datetime

from assistant.answers import Answer, Fallback

NOT_STATED = "not stated"

_WITHOUT: dict[Fallback, str] = {
    "loading": "it was still being loaded",
    "busy": "too many were waiting for it",
    "timeout": "it took too long",
    "error": "it failed",
    "unsupported": "it cannot do what was asked",
}


def day(iso: str | None) -> str:
    """ "18 May 2023" from an ISO date; "not stated" where there is none."""
    if iso is None:
        return NOT_STATED
    read = date.fromisoformat(iso)
    return f"{read.day} {read:%B %Y}"


def moment(iso: str) -> str:
    """ "18 May 2023, 09:30 UTC" from an ISO time."""
    read = datetime.fromisoformat(iso).astimezone(UTC)
    return f"{read.day} {read:%B %Y, %H:%M} UTC"


def made_by(answer: Answer) -> str:
    """Who judged and who wrote; and where a language model should have and did not, why not."""
    judged = f"the language model {answer.model}" if answer.judge == "model" else "rules, without a language model"
    composed = "Composed by quoting, without a language model"
    if answer.composer == "generate":
        composed = f"Written by the language model {answer.model}, each sentence checked against a quote"
    told = f"Judged by {judged}. {composed}."
    if answer.fallback is not None:
        told += f" The language model was not used throughout: {_WITHOUT[answer.fallback]}."
    return told

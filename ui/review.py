"""Kept answers as pages for those who review them: their list, one answer whole, and what was cleared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from urllib.parse import quote, urlencode

from assistant.access.who import Who
from assistant.answers import Answer, Citation, Statement
from assistant.carrying.provenance import moment
from assistant.cleared import Standing
from assistant.review import Reviewed
from ui.frame import around
from ui.marks import SHAPES, kind_word
from ui.templating import page
from vectorstore.feedback import Feedback, Reason, Verdict
from vectorstore.review import Given, Line

OUTCOMES: Mapping[str, str] = {
    "answered": "Answered",
    "partial": "Answered in part",
    "uncertain": "Not sure",
    "not_in_sources": "Not in the sources",
    "out_of_scope": "Out of scope",
    "needs_clarification": "Asked back",
    "refused": "Refused",
}
VERDICTS: dict[Verdict, str] = {"up": "Good", "down": "Not good"}
REASONS: dict[Reason, str] = {
    "wrong_answer": "Wrong answer",
    "wrong_source": "Wrong source",
    "something_missing": "Something is missing",
    "should_have_declined": "Should have declined",
    "other": "Other",
}
GIVEN: dict[Given, str] = {"up": "Good", "down": "Not good", "none": "Without feedback", "any": "With feedback"}
_LONGEST = 300
"""Characters of a question or comment in the list."""


@dataclass(frozen=True)
class FeedbackView:
    """A feedback as it is shown."""

    verdict: str
    reason: str | None
    comment: str | None
    at: str


@dataclass(frozen=True)
class LineView:
    """An answer in the list."""

    path: str
    at: str
    question: str
    outcome: str
    feedback: tuple[FeedbackView, ...]


@dataclass(frozen=True)
class CitationView:
    """A quote and where it stands."""

    number: int
    anchor: str
    shape: str
    kind: str
    word: str
    label: str
    quote: str
    path: str
    changed: bool


@dataclass(frozen=True)
class StatementView:
    """A sentence of an answer with the numbers that it cites."""

    voice: str | None
    """Whose words it rests on, where that is one source's."""
    text: str
    support: str
    cited: tuple[CitationView, ...]


@dataclass(frozen=True)
class StandingView:
    """What was cleared for a question."""

    told: str
    invalid: str | None
    here: bool
    """Whether it is the answer that is shown."""
    path: str


@dataclass(frozen=True)
class ClearedView:
    """A cleared answer in the list."""

    path: str
    question: str
    told: str
    invalid: str | None


def review_html(lines: Sequence[Line], chosen: Mapping[str, str], older: str | None, who: Who) -> str:
    """A page of the list. `chosen` is what was chosen in the form, `older` where the next page begins."""
    wanted = {name: value for name, value in chosen.items() if value}
    return page(
        "review.html",
        here="review",
        **around(who),
        lines=[_line(each) for each in lines],
        chosen=chosen,
        outcomes=OUTCOMES,
        given=GIVEN,
        reasons=REASONS,
        download=_with("/review/questions.jsonl", wanted),
        newest=_with("/review", wanted),
        older=_with("/review", wanted | {"before": older}) if older else None,
    )


def reviewed_html(found: Reviewed, problem: str | None, who: Who) -> str:
    """One answer whole as it was given, and what can be done with it."""
    answer = found.answer
    cited = {each.number: _citation(each) for each in (*answer.citations, *answer.nearest)}
    return page(
        "reviewed.html",
        here="review",
        **around(who),
        problem=problem,
        answer=answer,
        at=moment(answer.created_at),
        outcome=OUTCOMES[answer.outcome],
        statements=[_statement(each, cited) for each in answer.statements],
        citations=[cited[each.number] for each in answer.citations],
        nearest=[cited[each.number] for each in answer.nearest],
        feedback=[_feedback(each) for each in found.feedback],
        made=_made(answer),
        kept=found.kept,
        standing=_standing(found.standing, answer) if found.standing else None,
        obstacle=found.obstacle,
        path=_path(answer.id),
    )


def cleared_html(entries: Iterable[tuple[Answer, Standing]], who: Who) -> str:
    """The list of what was cleared."""
    views = [
        ClearedView(_path(standing.answer_id), answer.standalone_question, standing.cleared.told, standing.invalid)
        for answer, standing in entries
    ]
    return page("cleared.html", here="review", **around(who), entries=views)


def unknown_answer_html(message: str, who: Who) -> str:
    """There is no such answer."""
    return page("missing.html", here="review", **around(who), message=message, back=("/review", "All answers"))


def _line(line: Line) -> LineView:
    return LineView(
        path=_path(line.id),
        at=moment(line.created_at),
        question=_cut(line.question),
        outcome=OUTCOMES.get(line.outcome or "", "Not known"),
        feedback=tuple(_feedback(each) for each in line.feedback),
    )


def _feedback(feedback: Feedback) -> FeedbackView:
    return FeedbackView(
        verdict=VERDICTS[feedback.verdict],
        reason=REASONS[feedback.reason] if feedback.reason else None,
        comment=feedback.comment,
        at=moment(feedback.at),
    )


def _statement(statement: Statement, cited: Mapping[int, CitationView]) -> StatementView:
    numbers = tuple(cited[number] for number in statement.citations if number in cited)
    words = {f"{each.shape} {each.word}" for each in numbers}
    voice = words.pop() if len(words) == 1 and statement.support != "records" else None
    return StatementView(voice, statement.text, statement.support, numbers)


def _citation(citation: Citation) -> CitationView:
    return CitationView(
        number=citation.number,
        anchor=f"source-{citation.number}",
        shape=SHAPES[citation.kind],
        kind=citation.kind,
        word=kind_word(citation),
        label=citation.label,
        quote=citation.quote,
        path=f"/documents/{quote(citation.clause_id)}?start={citation.start}&end={citation.end}",
        changed=citation.changed,
    )


def _made(answer: Answer) -> list[tuple[str, str]]:
    """How the answer came about, as names and values."""
    facts = {
        "Judge": answer.judge,
        "Composer": answer.composer,
        "Language model": answer.model,
        "Fell back": answer.fallback or "no",
        "Rests on": answer.rests_on,
        "Corpus version": answer.corpus_version,
    }
    judged = asdict(answer.judged) if answer.judged else {}
    facts |= {f"Judged by: {name.replace('_', ' ')}": _value(value) for name, value in judged.items()}
    times = asdict(answer.timings_ms)
    return [*facts.items(), *((f"Time: {name}", f"{value:g} ms") for name, value in times.items())]


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return "not known" if value is None else f"{value:g}" if isinstance(value, float) else str(value).lower()


def _standing(standing: Standing, answer: Answer) -> StandingView:
    here = standing.answer_id == answer.id
    return StandingView(standing.cleared.told, standing.invalid, here, _path(standing.answer_id))


def _path(answer_id: str) -> str:
    return f"/review/{quote(answer_id, safe='')}"


def _with(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"

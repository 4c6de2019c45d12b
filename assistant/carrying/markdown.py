"""Answers and conversations as Markdown: what was asked and said, in order, and the notes it stands on below."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answers import Answer, Citation
from assistant.carrying.escaping import escaped
from assistant.carrying.notes import Note, numbers_in
from assistant.carrying.outcomes import bands
from assistant.carrying.places import NUMBERED_BY_US
from assistant.carrying.provenance import NOT_STATED, day, made_by, moment
from assistant.render import render

_LONGEST_TITLE = 120
"""Characters; the first question is a conversation's title until it gets another, and stands below in full."""


def conversation_markdown(title: str, created_at: str, answers: Sequence[Answer], notes: Sequence[Note]) -> str:
    """A conversation whole, oldest answer first; the notes must be those of its answers."""
    blocks = [f"# {_title(title)}", f"A conversation with the Accord Assistant, begun on {moment(created_at)}."]
    for number, answer in enumerate(answers, start=1):
        blocks += [f"## Question {number}", *_exchange(answer, notes)]
    return _document([*blocks, *_notes(notes, "conversation")])


def answer_markdown(answer: Answer, notes: Sequence[Note]) -> str:
    """One answer with its question; the notes must be its own."""
    return _document([f"# {_title(answer.question)}", *_exchange(answer, notes), *_notes(notes, "answer")])


def _document(blocks: Sequence[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def _title(title: str) -> str:
    cut = title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rstrip()} …"
    return escaped(cut)


def _exchange(answer: Answer, notes: Sequence[Note]) -> Iterator[str]:
    yield f"**Question:** {escaped(answer.question)}"
    if answer.standalone_question != answer.question:
        yield f"*Read as: {escaped(answer.standalone_question)}*"
    for band in bands(answer):
        yield f"**{band}**"
    if said := render(_renumbered(answer, notes)):
        yield said
    if answer.outcome == "needs_clarification" and answer.suggestions:
        yield "\n".join(["You could ask:", *(f"- {escaped(each)}" for each in answer.suggestions)])
    if answer.hint:
        yield escaped(answer.hint)
    if answer.basis:
        yield f"*{escaped(answer.basis)}*"
    yield (
        f"*Given on {moment(answer.created_at)}. {escaped(made_by(answer))} "
        f"Corpus version {escaped(answer.corpus_version)}.*"
    )


def _renumbered(answer: Answer, notes: Sequence[Note]) -> Answer:
    """The answer with the numbers of the notes, and all texts as they may stand in Markdown, to be rendered."""
    numbers = numbers_in(answer, notes)

    def cited(citations: Sequence[Citation]) -> tuple[Citation, ...]:
        return tuple(
            replace(each, number=numbers[each.number], source=escaped(each.source), quote=escaped(each.quote))
            for each in citations
        )

    return replace(
        answer,
        standalone_question=answer.question,  # how it was read is said before
        statements=tuple(
            replace(
                each,
                text=escaped(each.text),
                citations=tuple(dict.fromkeys(numbers[number] for number in each.citations)),
            )
            for each in answer.statements
        ),
        citations=cited(answer.citations),
        nearest=cited(answer.nearest),
    )


def _notes(notes: Sequence[Note], whole: str) -> Iterator[str]:
    if not notes:
        return
    yield "## Notes"
    yield f"The notes are numbered through the whole {whole}; each quote is word for word."
    if any(note.numbered for note in notes):
        yield NUMBERED_BY_US
    for note in notes:
        yield from _note(note)


def _note(note: Note) -> Iterator[str]:
    heading = f", under “{escaped(' › '.join(note.heading))}”" if note.heading else ""
    counted = f" ({note.place})" if note.place else ""
    yield f"**[{note.number}]** {escaped(note.label)}{heading}{counted}"
    yield f"> “{escaped(note.quote)}”"
    facts = [
        ("Document", escaped(note.title)),
        ("Publisher", escaped(note.publisher) if note.publisher else NOT_STATED),
        ("Date", day(note.published)),
        *([("Address", f"<{note.url}>")] if note.url else []),
        ("Clause", _link(note)),
        ("Retrieved", moment(note.retrieved_at) if note.retrieved_at else "not known, the text is another copy now"),
        ("Corpus version", escaped(", ".join(note.corpus_versions))),
    ]
    lines = [f"- {name}: {value}" for name, value in facts]
    if note.changed:
        lines.append("- **The text has changed since the answer was given.**")
    yield "\n".join(lines)


def _link(note: Note) -> str:
    if note.link is None:
        return "no longer there"
    return f"<{note.link}>" if note.link.startswith("http") else f"[{escaped(note.link)}](<{note.link}>)"

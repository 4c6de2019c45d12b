"""Sections that are an answer of the assistant."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.answers import Answer
from assistant.briefing.asking import Asking
from assistant.briefing.lines import Block, Made, Part, apart, found
from assistant.briefing.searching import NOT_SAID
from assistant.wholetext.saying import listed

NEAREST = 2
"""Passages that are shown where a question is not answered, at most."""
DOUBTFUL = "It could not be told whether the texts answer this; these passages are the nearest."


def answers(questions: Sequence[str], ask: Asking) -> Iterator[Part]:
    """Questions that somebody gives, answered as they would be anywhere else."""
    return (answered(ask(each)) for each in questions)


def answered(answer: Answer) -> Part:
    """An answer under its question."""
    return Part(answer.question, tuple(blocks_of(answer)), answer)


def blocks_of(answer: Answer) -> Iterator[Block]:
    """An answer as paragraphs: what one source says together, under its name."""
    cited = {each.number: each for each in answer.citations}
    if answer.outcome == "not_in_sources":
        yield found(NOT_SAID)
    elif answer.outcome == "uncertain":
        yield found(DOUBTFUL)
    statements = [each for each in answer.statements if answer.outcome != "uncertain" or each.citations]
    told = [(each.item, made) for each in statements for made in apart(each, cited)]
    several = len({_where(made) for _, made in told} - {None}) > 1
    for (where, item), members in groupby(told, key=lambda each: (_where(each[1]), each[0])):
        sentences = tuple(_opened(made) for _, made in members)
        if item:
            yield from (Block(None, (each,), item=True) for each in sentences)
        else:
            yield Block(where, sentences, item=several and where is not None)
    if answer.missing:
        yield found(f"Not stated: {listed(answer.missing)}.")
    for citation in answer.nearest[:NEAREST] if answer.outcome in ("not_in_sources", "uncertain") else ():
        near = Made(f"Nearest: “{citation.quote}”", (citation,), "verbatim")
        yield Block(citation.source, (near,), item=True)


def _where(made: Made) -> str | None:
    """Whose words a sentence is and where they stand, unless it says so itself, being established from the records."""
    if not made.citations or made.support == "records":
        return None
    first = made.citations[0]
    return first.label if first.label.startswith(first.source) else f"{first.source}, {first.label}"


def _opened(made: Made) -> Made:
    """With a capital at its beginning: "Will establish ..."."""
    return Made(made.text[:1].upper() + made.text[1:], made.citations, made.support)

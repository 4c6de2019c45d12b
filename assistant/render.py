"""An answer's text, made from its fields alone."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from assistant.answers import Answer, Citation, Statement
from assistant.questions import repeated
from vectorstore.documents import Corpus, Document, Filters

IN_ITS_WORDS = "Word for word"
"""Above the quotes that written sentences rest on."""


def render(answer: Answer) -> str:
    """Markdown with [1] markers: how the question was read, where that is not as it was asked; our own sentences, then
    each source under its name, then the quotes that written sentences rest on, then the nearest passages."""
    sources = {citation.number: citation.source for citation in answer.citations}
    clauses = {each.number: each.clause_id for each in answer.citations}
    blocks: list[str] = [] if answer.standalone_question == answer.question else [_read_as(answer.standalone_question)]
    for (recorded, source), group in groupby(answer.statements, key=lambda each: _block(each, sources)):
        members = list(group)
        blocks.append(_recorded(members) if recorded else _under(source, members, clauses))
    if carrying := carried_by(answer):
        blocks.append("\n".join([f"{IN_ITS_WORDS}:", *(_near(citation) for citation in carrying)]))
    if answer.nearest:
        blocks.append("\n".join(["Nearest:", *(_near(citation) for citation in answer.nearest)]))
    return "\n\n".join(blocks)


def carried_by(answer: Answer) -> tuple[Citation, ...]:
    """The citations that written sentences rest on, but those whose words stand in the sentences themselves."""
    resting = [
        (number, each.text) for each in answer.statements if each.support == "supported" for number in each.citations
    ]
    quotes = {each.number: each for each in answer.citations}
    shown = {number for number, text in resting if _inner(quotes[number].quote) not in text}
    return tuple(each for each in answer.citations if each.number in shown)


def _inner(quote: str) -> str:
    """A quote without its first word, which is in lower case inside a sentence, and its full stop."""
    return (quote.partition(" ")[2] or quote).rstrip(".")


def basis(corpus: Corpus, filters: Filters) -> str:
    """The line under an answer: which documents were asked, and that nothing later was."""
    asked = [document for document in corpus.documents.values() if filters.allows(document)]
    names = [_described(document) for document in asked[:3]]
    if more := len(asked) - len(names):
        names.append("another document" if more == 1 else f"{more} other documents")
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"From {listed}; nothing later."


def _block(statement: Statement, sources: dict[int, str]) -> tuple[bool, str | None]:
    """What stands together: what is established from the records, and the statements of one source."""
    if statement.support == "records":
        return True, None
    return False, sources[statement.citations[0]] if statement.citations else None


def _recorded(statements: Sequence[Statement]) -> str:
    """Sentences as paragraphs, and items as lists under them."""
    blocks = [
        "\n".join(f"- {_marked(each)}" for each in members) if item else " ".join(_marked(each) for each in members)
        for item, members in groupby(statements, key=lambda each: each.item)
    ]
    return "\n\n".join(blocks)


def _read_as(question: str) -> str:
    return f"*Read as: {repeated(question)}*"


def _under(source: str | None, statements: Sequence[Statement], clauses: dict[int, str]) -> str:
    """Statements of one source; those of one clause share a line."""
    lines = [
        " ".join(_marked(statement) for statement in members)
        for _, members in groupby(statements, key=lambda each: clauses.get(each.citations[0]) if each.citations else "")
    ]
    if source is None:
        return "\n\n".join(lines)
    if len(lines) == 1:
        return f"**{source}**: {lines[0]}"
    return "\n".join([f"**{source}**:", *(f"- {line}" for line in lines)])


def _marked(statement: Statement) -> str:
    return " ".join([statement.text, *(f"[{number}]" for number in statement.citations)])


def _near(citation: Citation) -> str:
    return f"- **{citation.source}**: “{citation.quote}” [{citation.number}]"


def _described(document: Document) -> str:
    """ "the Accord (May 2023)", "techUK's article"."""
    name = document.name[0].lower() + document.name[1:] if document.name.startswith("The ") else document.name
    if document.kind == "coverage":
        name = f"{document.publisher}’s article" if document.publisher else f"“{document.title}”"
    if document.published:
        name = f"{name} ({date.fromisoformat(document.published):%B %Y})"
    return name

"""Facts of a document's record: who issued or wrote it, when, where, its title, address and licence."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice

from assistant.answers import Outcome, Reply
from assistant.wholetext.fact_questions import Fact, fact_asked
from assistant.wholetext.lines import QUOTE, Line, around, draft, quoted
from assistant.wholetext.saying import counted, listed, sentence, work
from assistant.wholetext.scope import Asked
from assistant.wholetext.terms import find
from vectorstore.documents import Clause, Corpus, Document, Span
from vectorstore.words import words

_DATE = re.compile(
    r"\b(?:(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}"
    r"(?:st|nd|rd|th)?(?:,? \d{4})?|\d{1,2}(?:st|nd|rd|th)? (?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)(?: \d{4})?)\b"
)
_LONGEST_DATED = 40
"""Words of a sentence that is quoted for its date, where it can be cut."""
MOST = 5
"""Documents that are spoken of: "the article" may stand for a thousand."""
RECORD = "According to its record here"


def facts(asked: Asked, corpus: Corpus) -> Reply | None:
    """The answer to a question about the record of a document that it names; null where it is none."""
    found = fact_asked(asked)
    return None if found is None else _FACTS[found[0]](found[1], corpus)


def _each(
    asked: Asked, corpus: Corpus, tell: Callable[[Document, Corpus], list[Line]], unknown: str, field: str
) -> Reply:
    """What the record says of each document asked for; what it does not state is said."""
    known = {document.id: tell(document, corpus) for document in asked.named()}
    documents = _first(asked, lambda each: bool(known[each.id]))
    lines: list[Line] = []
    missing: list[str] = []
    for document in documents:
        told = known[document.id]
        lines += told or [Line(f"The record does not state {unknown.format(work(document))}.")]
        missing += [] if told else [f"{field} of {work(document)}"]
    all_missing = len(missing) == len(documents)
    outcome: Outcome = "not_in_sources" if all_missing else "partial" if missing else "answered"
    return Reply(outcome=outcome, draft=draft([*lines, *_others(asked)], corpus), missing=tuple(missing))


def _first(asked: Asked, tells: Callable[[Document], bool]) -> list[Document]:
    """The documents asked for, in order; of more than a reader would read of, those that tell something first."""
    documents = asked.named()
    if len(documents) <= MOST:
        return list(documents)
    return sorted(documents, key=lambda each: not tells(each))[:MOST]


def _others(asked: Asked) -> list[Line]:
    """That there are more documents of that name or kind than are spoken of."""
    more = len(asked.named()) - MOST
    if more <= 0:
        return []
    others = "Another document" if more == 1 else f"{more:,} other documents"
    return [Line(f"{others} could be meant as well; name the one you mean.")]


def _who(asked: Asked, corpus: Corpus) -> Reply:
    def tell(document: Document, corpus: Corpus) -> list[Line]:
        if document.author is None and document.publisher is None:
            return []
        return [_by(document, corpus)]

    return _each(asked, corpus, tell, "who issued or wrote {}", "author")


def _by(document: Document, corpus: Corpus) -> Line:
    """ "was issued by ..." or "was written by ..., and published by ..."."""
    done = "issued" if document.kind == "primary" else "written"
    author = re.sub("^The ", "the ", document.author or "")
    said = f"was {done} by {author}" if author else ""
    said += f" ({document.author_office})" if author and document.author_office else ""
    if document.publisher:
        said = f"{said} and published by {document.publisher}" if said else f"was published by {document.publisher}"
    clauses = [each for each in corpus.of(document.id) if each.role in ("author", "office")]
    stated = f": {' and '.join(QUOTE for _ in clauses)}" if clauses else ""
    quotes = tuple((each, _once(each)) for each in clauses)
    return Line(f"{RECORD}, {work(document)} {said}{stated}.", quotes)


def _once(clause: Clause) -> Span:
    """A clause without what stands in it twice."""
    return clause.sentences[0]


def _office(asked: Asked, corpus: Corpus) -> Reply:
    def tell(document: Document, corpus: Corpus) -> list[Line]:
        return [_by(document, corpus)] if document.author_office else []

    return _each(asked, corpus, tell, "the office of the author of {}", "the author's office")


def _when(asked: Asked, corpus: Corpus) -> Reply:
    documents = _first(asked, lambda each: each.published is not None)
    dated = [document for document in documents if document.published]
    undated = [document for document in documents if not document.published]
    told = _told_elsewhere(asked, corpus)
    lines = [
        *(Line(f"{RECORD}, {work(document)} is dated {_day(document.published)}.") for document in dated),
        *(Line(f"The record does not state when {work(document)} was published.") for document in undated),
        *told,
        *_others(asked),
    ]
    outcome: Outcome = (
        "answered" if dated and (told or not undated) else "partial" if dated or told else "not_in_sources"
    )
    missing = () if outcome == "answered" else tuple(f"date of {work(document)}" for document in undated)
    return Reply(outcome=outcome, draft=draft(lines, corpus), missing=missing)


def _told_elsewhere(asked: Asked, corpus: Corpus) -> list[Line]:
    """What the coverage says of the day on which an official text was announced: its first sentence with both."""
    names = {name for each in asked.named() if each.kind == "primary" for name in _short_names(each)}
    lines: list[Line] = []
    for document in asked.allowed if names else ():
        dated = (
            (clause, (span[0] + day.start(), span[0] + day.end()))
            for clause in corpus.of(document.id)
            for span in clause.sentences
            if document.kind == "coverage"
            and (day := _DATE.search(corpus.quote(document.id, span)))
            and any(find(name, corpus.quote(document.id, span)) for name in names)
        )
        for clause, day_span in islice(dated, 1):
            said, quote = quoted(clause, around(clause, day_span, corpus, _LONGEST_DATED), corpus)
            lines.append(Line(f"{document.name} writes: {said}", (quote,)))
    return lines[:MOST]


def _short_names(document: Document) -> set[str]:
    return {name.removeprefix("The ") for name in (document.name, document.title.partition(":")[0])}


def _day(iso: str | None) -> str:
    day = date.fromisoformat(iso or "")
    return f"{day.day} {day:%B %Y}"


def _where(asked: Asked, corpus: Corpus) -> Reply:
    def tell(document: Document, corpus: Corpus) -> list[Line]:
        return [Line(f"{RECORD}, {work(document)} was issued in {document.place}.")] if document.place else []

    return _each(asked, corpus, tell, "where {} was issued", "place")


def _title(asked: Asked, corpus: Corpus) -> Reply:
    def tell(document: Document, corpus: Corpus) -> list[Line]:
        title = next((each for each in corpus.of(document.id) if each.role == "title"), None)
        if title is None:
            return [Line(f"{RECORD}, the title of {work(document)} is {document.title}.")]
        said, quote = quoted(title, (title.start, title.end), corpus)
        return [Line(f"The title of {work(document)}: {said}", (quote,))]

    return _each(asked, corpus, tell, "the title of {}", "title")


def _url(asked: Asked, corpus: Corpus) -> Reply:
    def tell(document: Document, corpus: Corpus) -> list[Line]:
        return [Line(f"{RECORD}, {work(document)} is at {document.url}")] if document.url else []

    return _each(asked, corpus, tell, "a web address of {}", "web address")


def _licence(asked: Asked, corpus: Corpus) -> Reply:
    def tell(document: Document, corpus: Corpus) -> list[Line]:
        if document.licence is None:
            return []
        return [Line(f"{RECORD}, the licence of {work(document)}: {document.licence}.")]

    return _each(asked, corpus, tell, "a licence of {}", "licence")


def _kind(asked: Asked, corpus: Corpus) -> Reply:
    named = _first(asked, lambda each: each.kind == "primary")
    primary = [work(each) for each in named if each.kind == "primary"]
    coverage = [work(each) for each in named if each.kind == "coverage"]
    lines: list[Line] = []
    if primary:
        lines.append(Line(f"According to the records here, {listed(primary)} {_are(primary)} official text."))
    if coverage:
        lines.append(
            Line(f"{_start(listed(coverage))} {_are(coverage)} coverage: what others write, no official text.")
        )
    return Reply(outcome="answered", draft=draft([*lines, *_others(asked)], corpus))


def _start(names: str) -> str:
    """At the start of a sentence; names keep their own small letters: "techUK"."""
    return sentence(names) if names.startswith("the ") else names


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _length(asked: Asked, corpus: Corpus) -> Reply:
    lines: list[Line] = []
    for document in _first(asked, lambda each: True):
        pages = {page for clause in corpus.of(document.id) for page in clause.pages}
        printed = f" on {counted(len(pages), 'printed page')}" if pages else ""
        lines.append(Line(f"By our count, {work(document)} has {len(words(document.text)):,} words{printed}."))
    return Reply(outcome="answered", draft=draft([*lines, *_others(asked)], corpus))


_FACTS: dict[Fact, Callable[[Asked, Corpus], Reply]] = {
    "who": _who, "office": _office, "when": _when, "where": _where, "title": _title, "url": _url, "licence": _licence,
    "kind": _kind, "length": _length,
}  # fmt: skip

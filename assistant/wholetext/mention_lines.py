"""How an answer says where something is mentioned, how often, and that it is not."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Outcome, Reply
from assistant.wholetext.lines import Line, around, draft, place, quoted
from assistant.wholetext.saying import counted, listed, name_of, number, sentence, times
from assistant.wholetext.terms import Occurrence, occurrences
from assistant.wholetext.variants import same
from vectorstore.documents import Clause, Corpus, Document

MOST_ITEMS = 20
"""How many clauses an answer to "where" quotes."""
MOST_WHETHER = 3
"""How many an answer to "does it" quotes."""
WORDS_EACH, WORDS_OF_MANY = 40, 25
"""How long a quote is at most where it can be cut: in a short list, and in one of more than `MANY` clauses."""
MANY = 6
FEW, FEW_QUOTES = 3, 3
"""In a list of few clauses more sentences of each are quoted than the first."""
BY_SEARCH = "(searched word for word)"


@dataclass(frozen=True)
class Found:
    """Where one term stands: by document, without those that do not have it."""

    term: str
    """As it is asked for, with its article."""
    searched: tuple[str, ...]
    places: tuple[tuple[Document, tuple[Occurrence, ...]], ...]

    def within(self, documents: Sequence[Document]) -> list[tuple[Document, tuple[Occurrence, ...]]]:
        """Those of some documents."""
        ids = {document.id for document in documents}
        return [(document, each) for document, each in self.places if document.id in ids]


def nowhere(found: Sequence[Found], documents: Sequence[Document], also: Sequence[str], corpus: Corpus) -> Reply:
    """No text has any of the terms."""
    absent = [each for each in also if not _has(each, documents, corpus)]
    present = [each for each in also if each not in absent]
    lines = [
        Line(f"{_none_mentions(documents)} {listed([*(each.term for each in found), *absent], 'or')} {BY_SEARCH}.")
    ]
    for term in present:
        for document in documents:
            places = occurrences(same(term.removeprefix("the "), corpus), document, corpus)
            lines += [_speaks(document, f"does mention {term}", each, corpus) for each in places[:1]]
    searched = [form for each in found for form in each.searched]
    return Reply(
        outcome="answered" if present else "not_in_sources",
        draft=draft(lines, corpus),
        looked_for=tuple(dict.fromkeys([*searched, *also])),
        complete=True,
    )


def elsewhere(found: Sequence[Found], asked: Sequence[Document], corpus: Corpus, *, whether: bool) -> Reply:
    """The documents that are asked about have none of the terms; others have."""
    terms = listed([each.term for each in found], "or")
    no = "No. " if whether else ""
    lines = [Line(f"{no}{_none_mentions(asked)} {terms} {BY_SEARCH}.")]
    for each in found:
        for document, places in each.places:
            does = "does" if len(found) == 1 else f"mentions {each.term}"
            lines.append(_speaks(document, does, places[0], corpus))
    return _answered(lines, found, corpus)


def whether_mentioned(found: Sequence[Found], asked: Sequence[Document], corpus: Corpus) -> Reply:
    """Yes, and up to three places."""
    lines: list[Line] = []
    for each in found:
        here = each.within(asked)
        before = "Yes" if len(found) == 1 else sentence(each.term)
        without = [document for document in asked if document.id not in {one.id for one, _ in here}]
        if not here:
            lines.append(Line(f"{before}: not mentioned {BY_SEARCH}."))
            continue
        lines += _yes(before, here, without, corpus, alone=len(asked) == 1)
    return _answered(lines, found, corpus)


def where(
    found: Sequence[Found],
    asked: Sequence[Document],
    corpus: Corpus,
    *,
    most: int = MOST_ITEMS,
    by_topic: bool = False,
) -> Reply:
    """Every place, with how many there are; `most` clauses of each document are quoted, the others named.

    Of a topic it is always said by which words it was searched for, since the texts may put it in others.
    """
    lines: list[Line] = []
    for each in found:
        here = each.within(asked)
        named = f"{sentence(each.term)}: " if len(found) > 1 else ""
        for document, places in here:
            lines += _listing(named, document, places, corpus, most=most, alone=len(asked) == 1)
        for document in asked:
            if document.id not in {one.id for one, _ in here}:
                lines.append(Line(f"{document.name} does not mention {each.term} {BY_SEARCH}."))
    forms = [form for each in found for form in each.searched]
    searched = f" (searched for {listed(forms)})" if by_topic or len(forms) > len(found) else ""
    lines.append(Line(f"This list is complete{searched}."))
    return _answered(lines, found, corpus)


def _answered(lines: Sequence[Line], found: Sequence[Found], corpus: Corpus, outcome: Outcome = "answered") -> Reply:
    looked_for = tuple(dict.fromkeys(form for each in found for form in each.searched))
    return Reply(outcome=outcome, draft=draft(lines, corpus), looked_for=looked_for, complete=True)


def _yes(
    before: str,
    here: Sequence[tuple[Document, tuple[Occurrence, ...]]],
    without: Sequence[Document],
    corpus: Corpus,
    *,
    alone: bool,
) -> list[Line]:
    clauses = [(document, clause, places) for document, each in here for clause, places in _by_clause(each)]
    counts = listed([_how_often(document, places, alone=alone) for document, places in here])
    head = f"{before}: {counts}"
    if without:
        head += (
            f"; {listed([name_of(each) for each in without])} {'do' if len(without) > 1 else 'does'} not {BY_SEARCH}"
        )
    if len(clauses) == 1:
        _, clause, places = clauses[0]
        said, quote = quoted(clause, around(clause, places[0].span, corpus, WORDS_EACH), corpus)
        if without:
            return [Line(f"{head}."), Line(f"{sentence(place(clause, corpus))}: {said}", (quote,), item=True)]
        return [Line(f"{head}, in {place(clause, corpus)}: {said}", (quote,))]
    if not clauses:  # only in headings
        return [Line(f"{head}."), *_in_headings([each for _, places in here for each in places], corpus)]
    shown = _one_of_each(clauses)[:MOST_WHETHER]
    rest = [place(clause, corpus) for _, clause, _ in clauses if clause not in [one for _, one, _ in shown]]
    lines = [Line(f"{head}."), *(_item(clause, places, corpus, WORDS_EACH) for _, clause, places in shown)]
    return [*lines, Line(f"Also in: {'; '.join(rest)}.")] if rest else lines


def _one_of_each(
    clauses: Sequence[tuple[Document, Clause, list[Occurrence]]],
) -> list[tuple[Document, Clause, list[Occurrence]]]:
    """The first clause of each document, then the others, as many as are shown, in reading order."""
    first: dict[str, int] = {}
    for at, (document, _, _) in enumerate(clauses):
        first.setdefault(document.id, at)
    rest = [at for at in range(len(clauses)) if at not in first.values()]
    chosen = [*first.values(), *rest][:MOST_WHETHER]
    return [clauses[at] for at in sorted(chosen)]


def _listing(
    named: str, document: Document, places: Sequence[Occurrence], corpus: Corpus, *, most: int, alone: bool
) -> list[Line]:
    clauses = _by_clause(places)
    how_often = _how_often(document, places, alone=alone)
    parts = {around(clause, each.span, corpus, WORDS_EACH) for clause, inside in clauses for each in inside}
    if len(parts) == 1 and len(places) == len(clauses[0][1]):
        clause = clauses[0][0]
        said, quote = quoted(clause, parts.pop(), corpus)
        return [Line(f"{sentence(named + how_often)}: {place(clause, corpus)}: {said}", (quote,))]
    words = WORDS_OF_MANY if len(clauses) > MANY else WORDS_EACH
    headings = _in_headings(places, corpus)
    spread = [counted(len(clauses), "clause")] if clauses else []
    spread += [counted(len(headings), "heading")] if headings else []
    lines = [Line(f"{sentence(named + how_often)}, in {listed(spread)}:")]
    quotes = FEW_QUOTES if len(clauses) <= FEW else 1
    lines += [_item(clause, within, corpus, words, quotes) for clause, within in clauses[:most]]
    if more := [place(clause, corpus) for clause, _ in clauses[most:]]:
        lines.append(Line(f"And {number(len(more))} more: {'; '.join(more)}."))
    return [*lines, *headings]


def _how_often(document: Document, places: Sequence[Occurrence], *, alone: bool) -> str:
    """ "twice in the Accord"; of the only document that is asked about, "twice"."""
    return times(len(places)) if alone else f"{times(len(places))} in {name_of(document)}"


def _item(clause: Clause, places: Sequence[Occurrence], corpus: Corpus, words: int, quotes: int = 1) -> Line:
    """A clause with the sentences of it that have the term, as many as may be quoted."""
    label = place(clause, corpus)
    before = label if len(places) == 1 else f"{label} ({times(len(places))})"
    spans = list(dict.fromkeys(around(clause, each.span, corpus, words) for each in places))
    apart = [span for at, span in enumerate(spans) if not any(span[0] < other[1] for other in spans[:at])][:quotes]
    said, cited = zip(*(quoted(clause, span, corpus) for span in apart), strict=True)
    return Line(f"{before}: {' '.join(said)}", cited, item=True)


def _by_clause(places: Sequence[Occurrence]) -> list[tuple[Clause, list[Occurrence]]]:
    grouped: dict[str, tuple[Clause, list[Occurrence]]] = {}
    for each in places:
        if each.clause is not None:
            grouped.setdefault(each.clause.id, (each.clause, []))[1].append(each)
    return list(grouped.values())


def _in_headings(places: Sequence[Occurrence], corpus: Corpus) -> list[Line]:
    """Headings that have the term; they are no clauses, so they are quoted without a number."""
    spans = [each.span for each in places if each.clause is None]
    found: dict[str, None] = {}
    for clause in corpus.clauses.values():
        text = corpus.documents[clause.document_id].text
        for heading in clause.heading:
            for span in spans:
                at = text.find(heading, max(0, span[0] - len(heading)), span[1] + len(heading))
                if 0 <= at <= span[0] and span[1] <= at + len(heading):
                    found.setdefault(heading)
    return [Line(f"As a heading: “{heading}”.", item=True) for heading in found]


def _speaks(document: Document, does: str, where_it_does: Occurrence, corpus: Corpus) -> Line:
    """ "techUK does: “...”"."""
    if where_it_does.clause is None:
        return Line(f"{document.name} {does}, in a heading.")
    clause = where_it_does.clause
    said, quote = quoted(clause, around(clause, where_it_does.span, corpus, WORDS_EACH), corpus)
    label = f", in {place(clause, corpus)}" if document.kind == "primary" else ""
    return Line(f"{document.name} {does}{label}: {said}", (quote,))


def _none_mentions(documents: Sequence[Document]) -> str:
    if len(documents) == 1:
        return f"{documents[0].name} does not mention"
    return "Neither text mentions" if len(documents) == 2 else f"None of the {number(len(documents))} texts mentions"


def _has(term: str, documents: Sequence[Document], corpus: Corpus) -> bool:
    forms = same(term.removeprefix("the "), corpus)
    return any(occurrences(forms, document, corpus) for document in documents)

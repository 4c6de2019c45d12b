"""How an answer says how many there are, lists them, and quotes one of them."""

from collections.abc import Sequence

from assistant.answers import Reply
from assistant.wholetext.lines import Line, beginning, draft, item, place, quoted
from assistant.wholetext.saying import counted, listed, name_of, number, sentence, work
from assistant.wholetext.structure import Part, parts, preamble
from assistant.wholetext.terms import find
from vectorstore.documents import Clause, Corpus, Document

WORDS_EACH = 22
"""How long a listed clause is at most, where it can be cut."""

Counted = tuple[Document, Part | None, tuple[Clause, ...]]


def one(clause: Clause, corpus: Corpus) -> Reply:
    """One clause, whole."""
    said, quote = quoted(clause, (clause.start, clause.end), corpus)
    return _answered([Line(f"{place(clause, corpus)}: {said}", (quote,))], corpus, complete=None)


def heading(part: Part, corpus: Corpus) -> Reply | None:
    """What stands over a part."""
    if part.heading is None:
        line = Line(f"{sentence(_part(part))} has no heading.")
    else:
        line = Line(f"{sentence(_part(part))} is headed “{part.heading}”.")
    return _answered([line], corpus, complete=None)


def structure(documents: Sequence[Document], corpus: Corpus) -> Reply | None:
    """Preamble and parts, with their headings and how much is in them."""
    lines: list[Line] = []
    for document in documents:
        known, before = parts(corpus, document), preamble(corpus, document)
        named = sentence(name_of(document)) if document.name.startswith("The ") else work(document)
        if not known:
            inside = [each for each in corpus.of(document.id) if each.role in ("paragraph", "item", "commitment")]
            lines.append(Line(f"{named} has no parts with headings; it has {counted(len(inside), 'paragraph')}."))
            continue
        intro = f", after a preamble of {counted(len(before.clauses), 'paragraph')}" if before else ""
        lines.append(Line(f"{named} has {counted(len(known), 'part')}{intro}, by our count:"))
        lines += [
            Line(f"{sentence(_part(part))}, “{part.heading}”: {counted(len(part.clauses), _what(part))}.", item=True)
            for part in known
        ]
    return _answered(lines, corpus)


def counted_in(found: Sequence[Counted], what: str | None, corpus: Corpus) -> Reply | None:
    """How many there are in each place, and which; in a whole document, how many in each part."""
    lines: list[Line] = []
    for document, part, members in found:
        noun = what or _noun(members)
        where = "" if len(found) == 1 else f" in {work(document)}"
        if part is None and (rows := _by_part(document, members, corpus)):
            total = f"{sentence(number(len(members)))}{where}, {_by_our_count(document, members)}"
            lines += [Line(f"{total}."), *rows]
        elif part is None or not members:
            inside = f" {noun}s" if not members else ""
            lines.append(Line(f"{sentence(number(len(members)))}{inside}{where}, {_by_our_count(document, members)}."))
        else:
            lines += [Line(f"{sentence(number(len(members)))}{where}, {_by_our_count(document, members)}.")]
            lines += [_short(clause, corpus) for clause in members]
    return _answered(lines, corpus) if lines else None


def listing(found: Sequence[Counted], corpus: Corpus) -> Reply | None:
    """The clauses of each place, each by its beginning."""
    lines: list[Line] = []
    for document, part, members in found:
        if not members:
            continue
        groups = [part] if part else [each for each in _groups(document, corpus) if set(each.clauses) & set(members)]
        for group in groups:
            inside = [each for each in members if each in group.clauses]
            head = f", “{group.heading}”" if group.heading else ""
            lines.append(Line(f"{sentence(_part(group))}{head}: {counted(len(inside), _noun(inside))}, by our count."))
            lines += [_short(clause, corpus) for clause in inside]
    return _answered([*lines, Line("This list is complete; the clauses are shortened.")], corpus) if lines else None


def no_part(document: Document, asked: int, corpus: Corpus) -> Reply:
    """The document has no such part."""
    has = counted(len(parts(corpus, document)), "part")
    line = Line(f"There is no part {asked}: {name_of(document)} has {has}, by our count.")
    return Reply(outcome="not_in_sources", draft=draft([line], corpus), looked_for=(f"Part {asked}",), complete=True)


def no_such(document: Document, part: Part | None, noun: str, asked: int, has: int, corpus: Corpus) -> Reply:
    """The place has fewer than that."""
    where = name_of(document) if part is None else _part(part)
    single = "paragraph" if "paragraph" in noun.lower() else noun.lower().rstrip("s")
    line = Line(f"There is no {single} {asked}: {where} has {counted(has, single)}, by our count.")
    return Reply(
        outcome="not_in_sources", draft=draft([line], corpus), looked_for=(f"{single} {asked}",), complete=True
    )


def which_part(
    document: Document, noun: str, asked: int, found: Sequence[tuple[Part, tuple[Clause, ...]]], corpus: Corpus
) -> Reply:
    """Each part counts its own, so a number alone is not enough."""
    fitting = [(part, inside) for part, inside in found if asked <= len(inside)]
    if not fitting:
        counts = listed([f"{number(len(inside))} in part {part.number}" for part, inside in found])
        line = Line(f"There is none of that number: {name_of(document)} has {counts}, by our count.")
        return Reply(
            outcome="not_in_sources", draft=draft([line], corpus), looked_for=(f"{noun} {asked}",), complete=True
        )
    labels = [place(inside[asked - 1 if asked > 0 else -1], corpus) for _, inside in fitting]
    line = Line(f"Each part of {name_of(document)} has its own. Which one: {listed(labels, 'or')}?")
    return Reply(
        outcome="needs_clarification", draft=draft([line], corpus), suggestions=tuple(f"{each}?" for each in labels)
    )


def _answered(lines: Sequence[Line], corpus: Corpus, *, complete: bool | None = True) -> Reply:
    return Reply(outcome="answered", draft=draft(lines, corpus), complete=complete)


def _short(clause: Clause, corpus: Corpus) -> Line:
    return item(clause, beginning(clause, corpus, WORDS_EACH), corpus)


def _by_part(document: Document, members: Sequence[Clause], corpus: Corpus) -> list[Line]:
    """How many of these clauses each part has; empty where the document has no parts."""
    rows: list[Line] = []
    for part in _groups(document, corpus):
        if inside := [each for each in part.clauses if each in members]:
            head = f", “{part.heading}”" if part.heading else ""
            rows.append(Line(f"{sentence(_part(part))}{head}: {number(len(inside))}.", item=True))
    return rows if parts(corpus, document) and len(rows) > 1 else []


def _groups(document: Document, corpus: Corpus) -> list[Part]:
    before, known = preamble(corpus, document), parts(corpus, document)
    if not known:
        clauses = tuple(each for each in corpus.of(document.id) if each.role in ("paragraph", "commitment", "item"))
        return [Part(document, 0, None, None, clauses)]
    return [*([before] if before else []), *known]


def _by_our_count(document: Document, members: Sequence[Clause]) -> str:
    """Whose count it is: of bullets without numbers, ours alone."""
    texts = [document.text[clause.start : clause.end] for clause in members]
    own = any(find(f"{number(len(members))} {noun}", document.text) for noun in ("commitments", "paragraphs", "points"))
    if not texts or own or any(text[0].isdigit() for text in texts):
        return "by our count"
    return f"by our count: {work(document)} neither numbers nor counts them"


def _part(part: Part) -> str:
    """ "part 2", "the preamble", of a document without parts its name."""
    if part.number:
        return f"part {part.number}"
    return "the preamble" if part.document.kind == "primary" and part.opening is None else work(part.document)


def _what(part: Part) -> str:
    return _noun(part.clauses)


def _noun(members: Sequence[Clause]) -> str:
    """What clauses of one kind are called; mixed ones are clauses."""
    roles = {each.role for each in members}
    if roles == {"commitment"}:
        return "commitment"
    return {frozenset({"item"}): "point", frozenset({"paragraph"}): "paragraph"}.get(frozenset(roles), "clause")

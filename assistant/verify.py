"""Step 5: nothing is shown that does not check. Statements that fail are dropped, and numbers close up."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Citation, Draft, RestsOn, Statement
from assistant.writing.support import fault, ground_of
from vectorstore.documents import Corpus, Passage


def verify(draft: Draft, passages: Sequence[Passage], corpus: Corpus) -> Draft:
    """The part of a draft in which every citation resolves and every quote is verbatim.

    A citation resolves to a passage of this request; that of a statement established from the whole records to any
    clause of the corpus.
    """
    found = {passage.clause.id for passage in passages}
    sound = {each.number: each for each in draft.citations if is_verbatim(each, corpus)}
    of_passages = {number: each for number, each in sound.items() if each.clause_id in found}
    headings = {heading for clause in corpus.clauses.values() for heading in clause.heading}
    kept = [statement for statement in draft.statements if _stands(statement, sound, of_passages, headings, corpus)]
    used = list(dict.fromkeys(number for statement in kept for number in statement.citations))
    renumbered = {old: new for new, old in enumerate(used, start=1)}
    return Draft(
        statements=tuple(
            replace(statement, citations=tuple(renumbered[number] for number in statement.citations))
            for statement in kept
        ),
        citations=tuple(replace(sound[old], number=new) for old, new in renumbered.items()),
    )


def is_verbatim(citation: Citation, corpus: Corpus) -> bool:
    """True where the quote is `canonical_text[start:end]` and lies inside its clause."""
    clause = corpus.clauses.get(citation.clause_id)
    return (
        clause is not None
        and clause.start <= citation.start < citation.end <= clause.end
        and citation.quote == corpus.quote(clause.document_id, (citation.start, citation.end))
    )


def rests_on(draft: Draft) -> RestsOn:
    """Whose words the statements stand on."""
    kinds = {statement.kind for statement in draft.statements if statement.kind is not None}
    if kinds == {"primary", "coverage"}:
        return "both"
    return next(iter(kinds), "none")


def _stands(
    statement: Statement,
    sound: dict[int, Citation],
    of_passages: dict[int, Citation],
    headings: set[str],
    corpus: Corpus,
) -> bool:
    match statement.support:
        case "records":
            return _recorded(statement, sound, headings)
        case "supported":
            return _carried(statement, of_passages, corpus)
        case _:
            return _holds(statement, of_passages)


def _carried(statement: Statement, sound: dict[int, Citation], corpus: Corpus) -> bool:
    """True where a sentence of a source that is cited carries what is written."""
    if len(statement.citations) != 1 or statement.citations[0] not in sound:
        return False
    cited = sound[statement.citations[0]]
    clause, span = corpus.clauses[cited.clause_id], (cited.start, cited.end)
    return span in clause.sentences and fault(statement.text, ground_of(clause, span, corpus)) is None


def _recorded(statement: Statement, sound: dict[int, Citation], headings: set[str]) -> bool:
    """True where all citations are sound, and what stands in quotation marks is their quotes, or headings."""
    rest = statement.text
    for number in statement.citations:
        quote = f"“{sound[number].quote}”" if number in sound else ""
        if not quote or quote not in rest:
            return False
        rest = rest.replace(quote, "", 1)
    return all(heading in headings for heading in re.findall("“([^”]*)", rest))


def _holds(statement: Statement, sound: dict[int, Citation]) -> bool:
    """True where all citations are sound, and what stands in quotation marks is what they quote and nothing else."""
    if statement.support == "notice":
        return not statement.citations
    rest = statement.text
    for number in statement.citations:
        quote = f"“{sound[number].quote}”" if number in sound else ""
        if not quote or quote not in rest:
            return False
        rest = rest.replace(quote, "", 1)
    return bool(statement.citations) and "“" not in rest

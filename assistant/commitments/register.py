"""The register: every commitment of the official texts with its promises, and what else promises something in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.by_corpus import by_corpus
from assistant.commitments.promise import Commitment, Promise, Status, Strength
from assistant.commitments.propose import proposed_promises
from assistant.commitments.reading import Read
from vectorstore.documents import Clause, Corpus
from vectorstore.words import stems


@dataclass(frozen=True)
class Register:
    """What documents promise, in their order."""

    commitments: tuple[Commitment, ...]
    apart: tuple[Commitment, ...]
    """What preambles and openings promise, which the commitments carry out."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which commitments: those of which all of this is true; null and what is empty leave it open."""

    documents: Sequence[str] = ()
    part: int | None = None
    strengths: Sequence[Strength] = ()
    deadline: bool | None = None
    actor: str = ""
    text: str = ""
    """Words that a promise has, whatever their forms."""
    statuses: Sequence[Status] = ()


def register(corpus: Corpus, read: Read) -> Register:
    """What the official texts promise: as somebody has read it, else as rules propose it."""
    proposed = proposals(corpus)
    commitments: list[Commitment] = []
    apart: list[Commitment] = []
    for document in corpus.documents.values():
        if document.kind != "primary":
            continue
        clauses = corpus.of(document.id)
        marked = any(clause.role == "commitment" for clause in clauses)
        for clause in clauses:
            known = read(clause)
            promises = proposed[clause.id] if known is None else known
            entry = Commitment(clause, promises)
            if clause.role == "commitment" or (not marked and promises and clause.role != "opening"):
                commitments.append(entry)
            elif promises:
                apart.append(entry)
    return Register(tuple(commitments), tuple(apart))


@by_corpus
def proposals(corpus: Corpus) -> Mapping[str, tuple[Promise, ...]]:
    """What rules propose, by clause of the official texts."""
    official = [clause for clause in corpus.clauses.values() if corpus.documents[clause.document_id].kind == "primary"]
    return {clause.id: proposed_promises(corpus, clause) for clause in official}


def chosen(found: Register, wanted: Wanted) -> Register:
    """The part of a register that is wanted; where promises are chosen among, those alone stay."""
    return Register(_chosen(found.commitments, wanted), _chosen(found.apart, wanted))


def _chosen(entries: Iterable[Commitment], wanted: Wanted) -> tuple[Commitment, ...]:
    narrowed = Wanted(documents=wanted.documents, part=wanted.part) != wanted
    kept = [replace(each, promises=_fitting(each, wanted)) for each in entries if _of_place(each.clause, wanted)]
    return tuple(each for each in kept if each.promises or not narrowed)


def _of_place(clause: Clause, wanted: Wanted) -> bool:
    if wanted.documents and clause.document_id not in wanted.documents:
        return False
    return wanted.part is None or part_of(clause) == wanted.part


def part_of(clause: Clause) -> int | None:
    """The number of the part that a clause stands in, from its id; 0 before the first, null where there are none."""
    path = clause.id.removeprefix(f"{clause.document_id}/").split("/")
    return int(path[0]) if len(path) > 1 and path[0].isdigit() else None


def _fitting(entry: Commitment, wanted: Wanted) -> tuple[Promise, ...]:
    words = set(stems(wanted.text))
    return tuple(
        each
        for each in entry.promises
        if (not wanted.strengths or each.strength in wanted.strengths)
        and (wanted.deadline is None or (each.deadline is not None) == wanted.deadline)
        and wanted.actor.casefold() in each.actor.casefold()
        and (not wanted.statuses or each.status in wanted.statuses)
        and words <= set(stems(each.quote))
    )

"""What people have read that clauses promise: in the tables that come with the project, and staff after that."""

from collections.abc import Callable
from functools import cache

from assistant.commitments.checked import Said, checked_promises, promise
from assistant.commitments.promise import Promise
from assistant.commitments.propose import proposed_promises
from vectorstore.documents import Clause, Corpus
from vectorstore.promises import Confirmations
from vectorstore.records import Records

WE = "We"
"""Who promises, where nobody says."""

Read = Callable[[Clause], tuple[Promise, ...] | None]
"""What somebody has read that a clause promises, as its text is now; null where nobody has. May raise RecordsError."""


def read_by_people(records: Records, corpus: Corpus) -> Read:
    """What the tables say of a clause, else what staff have confirmed of it, looked up once where needed."""
    confirmed = cache(Confirmations(records).all)

    def read(clause: Clause) -> tuple[Promise, ...] | None:
        checked = checked_promises(corpus, clause)
        if checked is not None:
            return checked
        kept = confirmed().get(clause.id)
        if kept is None or kept.clause_hash != clause.hash:
            return None
        return tuple(promise(corpus, clause, Said(**each), WE, "confirmed") for each in kept.promises)

    return read


def promises_of(clause: Clause, read: Read, corpus: Corpus) -> tuple[Promise, ...]:
    """What a clause promises: as somebody has read it, else as rules propose it."""
    known = read(clause)
    return proposed_promises(corpus, clause) if known is None else known

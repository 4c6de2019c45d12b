"""Staff confirm what clauses of other documents promise, which rules have only proposed."""

from collections.abc import Sequence

from assistant.access.who import Who
from assistant.commitments.checked import Said, checked_promises, promise
from assistant.commitments.promise import Promise
from assistant.commitments.reading import WE
from assistant.commitments.register import proposals
from assistant.errors import NotConfirmable, UnknownClause, shown
from vectorstore.accounts import Act, now_text
from vectorstore.documents import Clause, Corpus
from vectorstore.promises import Confirmation, Confirmations
from vectorstore.records import Records


def confirm(
    records: Records, corpus: Corpus, clause_id: str, seen: str, said: Sequence[Said] | None, who: Who
) -> tuple[Promise, ...]:
    """Keep what a clause promises, in place of what was kept before.

    Args:
        seen: the hash of the text that was looked at.
        said: what is promised; none where nothing is; null to take what rules propose as it is.

    Raises:
        UnknownClause: there is none in an official text.
        NotConfirmable: the text is another one by now, or was read for us already.
        NotWordForWord: the clause does not say this.
    """
    clause = _clause(corpus, clause_id)
    if clause.hash != seen:
        raise NotConfirmable(f"The text of {clause.label} has changed. Look at it again.", code="changed")
    if said is None:
        said = [_said(each) for each in proposals(corpus)[clause.id]]
    promises = tuple(promise(corpus, clause, each, WE, "confirmed") for each in said)
    kept = Confirmation(
        clause_id=clause.id,
        clause_hash=clause.hash,
        promises=tuple(each.model_dump(mode="json", exclude_none=True) for each in said),
        at=now_text(),
        who=who.label,
    )
    Confirmations(records).put([kept], Act(kept.at, who.label, "promises confirmed", clause.id))
    return promises


def take_back(records: Records, corpus: Corpus, clause_id: str, who: Who) -> None:
    """Let rules propose again what a clause promises.

    Raises:
        UnknownClause: there is none in an official text, or nothing was confirmed of it.
        NotConfirmable: it was read for us.
    """
    clause = _clause(corpus, clause_id)
    if not Confirmations(records).take_back(clause.id, Act(now_text(), who.label, "promises taken back", clause.id)):
        raise UnknownClause(f"Nothing was confirmed of {clause.label}.")


def _clause(corpus: Corpus, clause_id: str) -> Clause:
    clause = corpus.clauses.get(clause_id)
    if clause is None or corpus.documents[clause.document_id].kind != "primary":
        raise UnknownClause(f"There is no clause {shown(clause_id)} in an official text. /v1/commitments lists them.")
    if checked_promises(corpus, clause) is not None:
        told = f"What {clause.label} promises was read against the text for this program and is not set otherwise."
        raise NotConfirmable(told, code="checked")
    return clause


def _said(found: Promise) -> Said:
    return Said(
        quote=found.quote,
        actor=found.actor,
        verb=found.verb,
        strength=found.strength,
        what=found.what,
        with_whom=found.with_whom,
        instrument=found.instrument,
        deadline=found.deadline.stated if found.deadline else None,
        date=found.deadline.date if found.deadline else None,
    )

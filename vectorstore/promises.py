"""What staff have confirmed that a clause promises: it holds for as long as the clause has the text that they read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from vectorstore.accounts import Act, act_row
from vectorstore.records import Records
from vectorstore.tables import PromisesRow


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """What somebody has confirmed of one clause."""

    clause_id: str
    clause_hash: str
    """Of the text that they have read."""
    promises: tuple[dict[str, Any], ...]
    """As they stated them, for JSON; none where they found that nothing is promised."""
    at: str
    """ISO time in UTC."""
    who: str


class Confirmations:
    """Keeps one confirmation per clause. All methods may raise RecordsError."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def all(self) -> dict[str, Confirmation]:
        """By clause."""
        with self._records.session() as session:
            return {row.clause_id: _confirmation(row) for row in session.scalars(select(PromisesRow))}

    def put(self, confirmations: Sequence[Confirmation], act: Act) -> None:
        """Keep these in place of earlier ones of their clauses, and that it was done."""
        with self._records.session() as session:
            for each in confirmations:
                session.merge(PromisesRow(**{**vars(each), "promises": list(each.promises)}))
            session.add(act_row(act))

    def take_back(self, clause_id: str, act: Act) -> bool:
        """Forget what was confirmed of a clause; false where nothing was."""
        with self._records.session() as session:
            row = session.get(PromisesRow, clause_id)
            if row is not None:
                session.delete(row)
                session.add(act_row(act))
            return row is not None


def _confirmation(row: PromisesRow) -> Confirmation:
    return Confirmation(
        clause_id=row.clause_id,
        clause_hash=row.clause_hash,
        promises=tuple(row.promises),
        at=row.at,
        who=row.who,
    )

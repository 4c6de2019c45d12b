"""How well a draft's sentences are checked: verdicts against those expected, in a matrix."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints

from assistant.draft.check import Sentence, findings
from assistant.draft.finding import Verdict
from assistant.draft.reader import Reader
from assistant.models.chosen import chosen_model
from assistant.settings import Settings
from evals.fresh_store import fresh_store
from evals.json_lines import json_lines
from evals.tables import Table
from ingest.sources import bundled
from ingest.sync import sync

_DATA = Path(__file__).parent / "data"
SETS = {"drafts": _DATA / "drafts.jsonl", "more": _DATA / "drafts-more.jsonl", "free": _DATA / "drafts-free.jsonl"}
"""The sets that come with the project."""
_PATIENCE = 120.0
"""Seconds for one sentence: how good the model is, not how quick."""
WRONG: tuple[Verdict, ...] = ("not_in_sources", "stronger", "contradicted", "coverage_only", "misquoted")
"""What must not pass as supported."""


class Drafted(BaseModel):
    """One sentence and what a right check says of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(min_length=1)]
    text: Annotated[str, StringConstraints(min_length=1)]
    verdict: Verdict
    clause_id: str | None


@dataclass(frozen=True)
class Checked:
    """One sentence as it was checked."""

    id: str
    text: str
    expected: Verdict
    found: Verdict
    reasons: tuple[str, ...]
    clause: bool | None
    """Whether the expected clause stands beside it; null where none is expected."""
    judged_by: str
    seconds: float


def load_drafted(source: str) -> list[Drafted]:
    """The sentences of a set, by its name or as a file.

    Raises:
        CasesError: it cannot be read, or a line is not as described in evals/data/README.md.
    """
    return list(json_lines(SETS.get(source, Path(source)), Drafted))


def check_drafted(
    items: Sequence[Drafted], settings: Settings, *, model: bool, progress: Callable[[int, int], None]
) -> list[Checked]:
    """All sentences, checked over a store of their own; with the language model that the settings name, or without.

    Raises:
        StoreError: the store cannot be made.
    """
    chosen = chosen_model(settings, lambda done, total: None) if model else None
    try:
        reader = None
        if chosen is not None:
            chosen.start()
            chosen.wait()
            reader = Reader(chosen, _PATIENCE, float("inf"), threading.Event())
        with fresh_store(settings.store.embedding_model) as store:
            sync(store, bundled())
            checked = []
            since = time.monotonic()
            found = findings([Sentence(each.text) for each in items], store, reader)
            for item, finding in zip(items, found, strict=True):
                beside = {each.citation.clause_id for each in finding.clauses}
                taken = time.monotonic() - since
                checked.append(
                    Checked(
                        item.id,
                        item.text,
                        item.verdict,
                        finding.verdict,
                        finding.reasons,
                        None if item.clause_id is None else item.clause_id in beside,
                        finding.judged_by,
                        round(taken, 4),
                    )
                )
                progress(len(checked), len(items))
                since = time.monotonic()
            return checked
    finally:
        if chosen is not None:
            chosen.close()


def matrix(heading: str, checked: Sequence[Checked]) -> Table:
    """A row for each expected verdict, a column for each that was found."""
    counts = Counter((each.expected, each.found) for each in checked)
    used = [each for each in get_args(Verdict) if any(each in pair for pair in counts)]
    rows = [[row, *(str(counts[row, column] or "·") for column in used)] for row in used]
    return Table(heading=heading, columns=["expected \\ found", *used], rows=rows)


def figures(checked: Sequence[Checked]) -> dict[str, Any]:
    """What the floors are about."""
    true = [each for each in checked if each.expected == "supported"]
    shown = [each for each in checked if each.clause is not None]
    return {
        "sentences": len(checked),
        "right": sum(each.expected == each.found for each in checked),
        "wrong_passed": [each.id for each in checked if each.expected in WRONG and each.found == "supported"],
        "true_only_partly": sum(each.found == "partly" for each in true),
        "true": len(true),
        "clause_beside": sum(bool(each.clause) for each in shown),
        "clause_expected": len(shown),
        "seconds": round(sum(each.seconds for each in checked), 2),
        "asked_of_the_model": sum(each.judged_by == "model" for each in checked),
    }


def summary(checked: Sequence[Checked]) -> list[Table]:
    """The figures, and what went wrong."""
    rows = [[name.replace("_", " "), json.dumps(value)] for name, value in figures(checked).items()]
    missed = [
        [each.id, each.expected, each.found, each.text, "; ".join(each.reasons)]
        for each in checked
        if each.expected != each.found
    ]
    return [
        Table(heading="Figures", columns=["what", "value"], rows=rows),
        Table(heading="Not as expected", columns=["id", "expected", "found", "sentence", "why"], rows=missed),
    ]


def as_json(checked: Sequence[Checked]) -> dict[str, Any]:
    """Everything, for other programs."""
    return {**figures(checked), "checked": [asdict(each) for each in checked]}

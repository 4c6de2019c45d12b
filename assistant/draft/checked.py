"""A draft checked whole: the findings of its sentences, and how they came about."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from assistant import parts
from assistant.answers import Fallback
from assistant.ask import Assistant
from assistant.draft.check import findings
from assistant.draft.finding import Beside, Finding
from assistant.draft.reader import Reader
from assistant.draft.taking import Draft, Placed
from assistant.errors import DraftRefused, ModelUnsupported, Stopped
from assistant.questions import Judge
from vectorstore.intakes import Refusal

SENTENCE = 15.0
"""Seconds in which a language model says whether one sentence is carried."""
WITHIN = {"auto": 30.0, "model": 300.0}
"""Seconds for all sentences of a draft together: where it is left to us, and where it is asked for."""
LABELS = {
    "supported": "Supported",
    "partly": "Partly supported",
    "coverage_only": "Only in the coverage",
    "not_in_sources": "Not in the sources",
    "contradicted": "Contradicted",
    "stronger": "Stronger than the text",
    "misquoted": "Misquoted",
    "opinion": "Opinion",
    "no_claim": "No claim",
}
_RELATIONS = {"carries": "See", "differs": "The text says", "nearest": "Nearest"}

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class CheckedDraft:
    """All findings, in the order of the draft."""

    draft: Draft
    findings: tuple[Finding, ...]
    judge: Literal["quick", "model"]
    model: str
    """The language model that was asked, else "none"."""
    fallback: Fallback | None
    """Why a language model was not asked to the end."""
    corpus_version: str
    taken: float
    """Seconds."""

    @property
    def placed(self) -> list[tuple[Placed, Finding]]:
        """Each sentence with what was found of it."""
        return list(zip(self.draft.sentences, self.findings, strict=True))

    @property
    def counts(self) -> dict[str, int]:
        """How many sentences have each verdict; all verdicts, in one order."""
        counted = Counter(each.verdict for each in self.findings)
        return {name: counted[name] for name in LABELS}  # type: ignore[index]  # the labels are those of the verdicts


def check_draft(
    draft: Draft, assistant: Assistant, judge: Judge, stop: threading.Event, asker: str | None
) -> CheckedDraft:
    """Check a draft; `judge` says whether a language model is asked where the rules cannot tell.

    Raises:
        ModelUnsupported: a language model is asked for and there is none.
        Stopped: `stop` was set.
        StoreError: the texts cannot be searched.
    """
    since = time.monotonic()
    if judge == "model" and assistant.model is None:
        raise ModelUnsupported("No language model is set up. Leave out judge 'model', or set ACCORD_MODEL.")
    reader = None
    if judge != "quick" and assistant.model is not None:
        reader = Reader(assistant.model, SENTENCE, WITHIN[judge], stop, asker)
    corpus = assistant.store.corpus
    found: list[Finding] = []
    for finding in findings([each.sentence for each in draft.sentences], assistant.store, reader):
        if stop.is_set():
            raise Stopped
        found.append(finding)
    asked = any(each.judged_by == "model" for each in found)
    return CheckedDraft(
        draft=draft,
        findings=tuple(found),
        judge="model" if asked else "quick",
        model=assistant.model.name if asked and assistant.model is not None else "none",
        fallback=reader.fallback if reader is not None else None,
        corpus_version=corpus.version,
        taken=time.monotonic() - since,
    )


def with_comments(checked: CheckedDraft, stop: Callable[[], bool]) -> bytes:
    """The draft's Word file with a comment at each sentence that claims something; a new file of a typed draft.

    Raises:
        DraftRefused: it cannot be written, or `not_docx`: the draft is another kind of file.
        Stopped: nobody wants it any more.
    """
    draft = checked.draft
    if not draft.file and any(each.start is None for each in draft.sentences):
        told = "Comments are written into Word files (.docx) only. Give one, or paste the text."
        raise DraftRefused(told, code="not_docx")
    remarks = [(each.text, comment(each)) for each in checked.findings if each.verdict != "no_claim"]
    made = parts.draft_reader().draft_commented(draft.file, draft.paragraphs, remarks, stop)
    if made is None:
        raise Stopped
    if isinstance(made, Refusal):
        raise DraftRefused(made.message, code=made.code)
    return made


def comment(finding: Finding) -> str:
    """What stands beside a sentence in a Word file."""
    lines = [LABELS[finding.verdict]]
    if finding.verdict == "misquoted":
        lines[0] += f" (apart from the quotation marks: {LABELS[finding.claim].lower()})"
    lines += [f"Why: {'; '.join(finding.reasons)}."] if finding.reasons else []
    lines += [_beside(each) for each in finding.clauses]
    lines += [f"Suggested: {finding.suggestion}"] if finding.suggestion else []
    return "\n".join(lines)


def _beside(beside: Beside) -> str:
    cited = beside.citation
    where = cited.label if cited.label.startswith(cited.source) else f"{cited.source}, {cited.label}"
    return f"{_RELATIONS[beside.relation]}: {where}: “{cited.quote}”"

"""Results files made by hand: a few turns with what came of them."""

from dataclasses import asdict

from evals.results import FORM, FORMAT
from evals.scores import Scores
from evals.summary import summarise_by, summarise_groups

STAGES = ("rewrite", "retrieve", "judge", "compose", "verify", "total")


def passage(clause_id, text, gold=False):
    """A passage as results hold it."""
    document = clause_id.split("/")[0]
    scores = {"clause": 0.5, "sentence": 0.6, "words": 3.0}
    found = {"clause_id": clause_id, "document_id": document, "label": f"label of {clause_id}", "text": text}
    return {**found, "gold": gold, "score": 0.9, "scores": scores}


def gold(clause_id, text, rank=1):
    """A gold clause as results hold it."""
    document = clause_id.split("/")[0]
    found = {"clause_id": clause_id, "document_id": document, "label": f"label of {clause_id}", "text": text}
    return {**found, "rank": rank}


def citation(clause_id, quote, number=1):
    """A citation as results hold it."""
    document = clause_id.split("/")[0]
    found = {"clause_id": clause_id, "document_id": document, "source": document, "label": f"label of {clause_id}"}
    return {**found, "number": number, "quote": quote}


def answer(outcome="answered", text="It is so. [1]", citations=(), **more):
    """An answer as results hold it."""
    return {
        "outcome": outcome,
        "reason": None,
        "rests_on": "primary",
        "text": text,
        "standalone_question": "What is so?",
        "statements": [{"text": text, "citations": [each["number"] for each in citations], "support": "verbatim"}],
        "citations": list(citations),
        "nearest": [],
        "judge": "quick",
        "composer": "quote",
        "fallback": None,
        "model": "none",
        **more,
    }


def turn(case="c1", number=1, kind="fact", scores=None, expected=None, **more):
    """One turn; `scores` and `expected` by what differs from a right answer."""
    asked = {"question": f"What of {case}/{number}?", "outcome": "answered", "facts": [["so"]], "gold": []}
    return {
        "set": "made",
        "case": case,
        "kind": kind,
        "turn": number,
        "expected": {**asked, **(expected or {})},
        "answer": answer(citations=[citation("d/1", "It is so.")]),
        "error": None,
        "passages": [passage("d/1", "It is so.", gold=True)],
        "gold": [gold("d/1", "It is so.")],
        "scores": asdict(
            Scores(**{"outcome": True, "facts": True, "cited": True, "latency_ms": 5.0, **(scores or {})})
        ),
        "alone": None,
        "after": None,
        "baseline": {"found": [], "scores": asdict(Scores(facts=False, recall_5=True))},
        **more,
    }


def results(*turns):
    """A whole results file of one set."""
    ours = [Scores(**each["scores"]) for each in turns]
    theirs = [Scores(**each["baseline"]["scores"]) for each in turns]
    numbers, kinds = [each["turn"] for each in turns], [each["kind"] for each in turns]
    return {
        "form": FORM,
        "format": FORMAT,
        "about": {"date": "2026-01-01T00:00:00+00:00", "version": "1", "cores": 2, "load": 0.0, "python": "3.11"},
        "store": {"corpus_version": "v", "embedding_model": "m"},
        "asking": {"composer": "quote", "judge": "quick", "model": "none"},
        "sets": [
            {
                **{"name": "made", "file": "made.jsonl", "sha256": "0", "cases": len(turns), "turns": len(turns)},
                "summary": {
                    "ours": _plain(summarise_groups(numbers, ours)),
                    "baseline": _plain(summarise_groups(numbers, theirs)),
                },
                "by_kind": {
                    "ours": _plain(summarise_by(kinds, ours)),
                    "baseline": _plain(summarise_by(kinds, theirs)),
                },
            }
        ],
        "times_ms": {"quick": {stage: {"p50": 1.0, "p95": 2.0, "n": len(turns)} for stage in STAGES}},
        "turns": list(turns),
    }


def _plain(figures):
    return {key: asdict(summary) for key, summary in figures.items()}

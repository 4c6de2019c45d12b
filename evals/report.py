"""What a run says, as tables for the terminal and as Markdown."""

from collections import Counter
from dataclasses import asdict

from evals.beside import strangers_table
from evals.figures import FIGURES
from evals.results import STAGES, groups, kinds, times, written
from evals.run import Run, TurnResult
from evals.summary import GROUPS, Summary
from evals.tables import Table, as_markdown, share_cell, short_share, spread_cell

FAILURES = {
    "outcome": "outcome",
    "facts": "facts",
    "cited": "citation",
    "rests_on": "rests on",
    "supported": "said without citation",
    "verbatim": "quote not verbatim",
    "markers": "marker without citation",
}
"""What makes a turn a miss, by the field of `Scores`."""

_NOTES = (
    "Each share is followed by its bootstrap 95 % interval and by how many turns it applies to. A share of 0 or 1 has "
    "no spread to draw from: its interval says nothing. First turns stand on their own; follow-ups are the later turns "
    "of conversations. The baseline is LangChain's tutorial: splits of 1,000 characters that overlap by 200, dense "
    "search with the same embedding model, the best four shown whole. Its gold is a split that holds the gold quote; "
    "it never declines, and reads each question on its own.\n"
)


def overall(run: Run, set_name: str) -> Table:
    """All figures over first turns and over follow-ups, ours and the baseline's."""
    by_system = groups(run.of(set_name))
    columns = [(GROUPS[group], by_system["ours"][group], by_system["baseline"][group]) for group in GROUPS]
    columns = [each for each in columns[1:] if each[1].turns]
    rows = [
        [figure.title, *(share_cell(each.shares[name]) for _, *both in columns for each in both)]
        for name, figure in FIGURES.items()
    ]
    rows.append(["words, p50 / p95", *(spread_cell(each.words, "") for _, *both in columns for each in both)])
    rows.append(["time, p50 / p95", *(spread_cell(each.latency_ms, "ms") for _, *both in columns for each in both)])
    names = [name for group, *_ in columns for name in (group, "baseline")]
    return Table(heading=f"{set_name}: first turns and follow-ups", columns=("figure", *names), rows=rows)


def everything(run: Run, set_name: str) -> Table:
    """All figures over all turns of a set, ours and the baseline's."""
    by_system = groups(run.of(set_name))
    ours, baseline = by_system["ours"]["all"], by_system["baseline"]["all"]
    rows = [
        [figure.title, share_cell(ours.shares[name]), share_cell(baseline.shares[name])]
        for name, figure in FIGURES.items()
    ]
    return Table(heading=f"{set_name}: all turns", columns=("figure", "ours", "baseline"), rows=rows)


def by_kind(run: Run, set_name: str) -> Table:
    """The chief figures by kind of question; "a / b" is ours and the baseline's."""
    by_system = kinds(run.of(set_name))
    rows = [
        [kind, str(summary.turns), *_kind_cells(summary, by_system["baseline"][kind])]
        for kind, summary in by_system["ours"].items()
    ]
    columns = ("kind", "turns", "outcome right", "cited", "declined", "first 1", "first 5", "facts shown")
    return Table(heading=f"{set_name}: by kind (ours / baseline)", columns=columns, rows=rows)


def _kind_cells(ours: Summary, baseline: Summary) -> list[str]:
    declined = ours.shares["declined_near"] or ours.shares["declined_far"]
    return [
        short_share(ours.shares["outcome"]),
        short_share(ours.shares["cited"]),
        short_share(declined),
        *(
            f"{short_share(ours.shares[name])} / {short_share(baseline.shares[name])}"
            for name in ("recall_1", "recall_5", "facts")
        ),
    ]


def outcomes(run: Run, set_name: str) -> Table:
    """How often each expected outcome came out as which."""
    results = run.of(set_name)
    pairs = Counter((result.turn.outcome, got(result)) for result in results)
    came = sorted({outcome for _, outcome in pairs})
    rows = [
        [expected, *(str(pairs[expected, outcome] or "") for outcome in came)]
        for expected in dict.fromkeys(result.turn.outcome for result in results)
    ]
    return Table(
        heading=f"{set_name}: outcomes (expected in rows, ours in columns)", columns=("expected", *came), rows=rows
    )


def stage_times(run: Run) -> Table:
    """How long each stage took, by the judge that was used."""
    rows = [
        [
            judge,
            str(total.n if (total := stages["total"]) else 0),
            *(spread_cell(stages[each], "ms") for each in STAGES),
        ]
        for judge, stages in times(run.results).items()
    ]
    return Table(heading="Time per stage, p50 / p95", columns=("judge", "answers", *STAGES), rows=rows)


def written_sentences(run: Run) -> list[Table]:
    """What became of the sentences that a language model wrote; nothing where it was not to write."""
    counts = written(run.results)
    if counts is None:
        return []
    total = counts.kept + counts.replaced + counts.dropped
    rows = [[name, str(count), f"{count / total:.2f}" if total else "-"] for name, count in asdict(counts).items()]
    return [Table(heading="Sentences written", columns=("", "sentences", "share"), rows=rows)]


def misses(run: Run, set_name: str) -> Table:
    """Every turn of a set in which something is wrong."""
    rows = [
        [
            f"{result.case_id}/{result.number}",
            result.turn.question,
            result.turn.outcome,
            got(result),
            ", ".join(title for name, title in FAILURES.items() if getattr(result.scores, name) is False),
            "; ".join(dict.fromkeys(each.label for each in result.asked.answer.citations))
            if result.asked.answer
            else result.asked.error or "",
        ]
        for result in run.of(set_name)
        if any(getattr(result.scores, name) is False for name in FAILURES)
    ]
    return Table(
        heading=f"{set_name}: misses", columns=("turn", "question", "expected", "got", "wrong", "cited"), rows=rows
    )


def tables(run: Run) -> list[Table]:
    """Everything for people, set by set."""
    found = [stage_times(run), *written_sentences(run)]
    found += [strangers_table(run.strangers)] if run.strangers else []
    for each in run.sets:
        found += [table(run, each.name) for table in (overall, everything, by_kind, outcomes, misses)]
    return found


def markdown(run: Run) -> str:
    """The whole report."""
    facts = {**asdict(run.about), **asdict(run.store), **asdict(run.asking)}
    facts |= {f"set {each.name}": f"{each.file}, {each.turns} turns, SHA-256 {each.sha256}" for each in run.sets}
    settings = Table(
        heading="Measured with", columns=("what", "value"), rows=[[key, str(value)] for key, value in facts.items()]
    )
    return "\n".join(
        ["# Answers to question sets\n", _NOTES, *(as_markdown(table) for table in [settings, *tables(run)])]
    )


def got(result: TurnResult) -> str:
    """The outcome that a turn had."""
    return result.asked.answer.outcome if result.asked.answer else "failed"

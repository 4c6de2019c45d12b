"""Treaty-like texts with numbers of their own, written for the tests, and the labels read from them one by one."""

from pathlib import Path

TREATIES = Path(__file__).parent.parent / "ingest" / "treaties"
NAMES = sorted(file.stem for file in TREATIES.glob("*.md"))


def expected(name):
    """Label and text of every clause."""
    lines = (TREATIES / f"{name}.labels.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" | ", 1)) for line in lines]


def labelled(reading):
    return [(clause.label, reading.document.text[clause.start : clause.end]) for clause in reading.clauses]

"""Questions whose form does not tell whether they are answered: their file, and how the judge does with them."""

import json

import pytest
from typer.testing import CliRunner

from assistant.settings import Settings
from evals.cases import CasesError
from evals.command import app
from evals.json_lines import json_lines
from evals.readings import BUNDLED, NOT_STATED, Group, Read, auc, table


def test_the_bundled_ones_are_half_and_half_and_about_nothing_real():
    groups = json_lines(BUNDLED, Group)
    asked = [each for group in groups for each in group.questions]
    assert len(asked) >= 500
    assert sum(each.answered_by is not None for each in asked) * 2 == len(asked)
    assert len({each.question for each in asked}) == len(asked)
    assert len({group.group for group in groups}) == len(groups)
    told = " ".join(text for group in groups for text in group.passages.values()).casefold()
    assert not [name for name in ("hiroshima", "techuk") if name in told]


def question(text, answered_by, kind="fact"):
    return {"question": text, "answered_by": answered_by, "kind": kind}


def line(**more):
    good = {"group": "g", "passages": {"a": "Text."}, "questions": [question("What?", "a")]}
    return json.dumps({**good, **more})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no JSON", "line 1"),
        (f"{line()}\n{line(questions=[question('What?', 'b')])}", "line 2: .*no passage is called 'b'"),
        (line(more=1), "line 1"),
        (b"\xff\xfe", "cannot be read"),
        (None, "cannot be read"),
    ],
    ids=["malformed", "unknown passage", "unknown key", "binary", "missing"],
)
def test_what_cannot_be_used_is_told_by_its_line(tmp_path, text, told):
    path = tmp_path / "mine.jsonl"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CasesError, match=told):
        json_lines(path, Group)


def reads(*probabilities):
    return [
        Read(question="q", kind="fact" if stated else NOT_STATED, stated=stated, outcome="answered", probability=each)
        for stated, each in probabilities
    ]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (reads((True, 0.9), (False, 0.1)), 1.0),
        (reads((True, 0.1), (False, 0.9)), 0.0),
        (reads((True, 0.5), (False, 0.5)), 0.5),
        (reads((True, 0.9), (False, None)), None),
        ([], None),
    ],
    ids=["told apart", "the wrong way round", "guessed", "one kind judged", "none"],
)
def test_how_well_they_are_told_apart(made, expected):
    assert auc(made) == expected
    assert f"AUC {'-' if expected is None else format(expected, '.2f')}" in table(made).heading


def test_each_question_is_asked_and_told_by_its_kind(tmp_path):
    path = tmp_path / "few.jsonl"
    passages = {
        "lamps": "The keepers of Aldmere light the harbour lamps at six in the evening, so that ships find the pier.",
        "dues": "Every ship that anchors pays harbour dues of nine crowns to the town of Aldmere.",
    }
    asked = [
        question("When do the keepers light the harbour lamps?", "lamps"),
        question("How much are the harbour dues?", "dues"),
        question("What do whales eat?", None, "missing"),
    ]
    path.write_text(line(passages=passages, questions=asked), "utf-8")
    options = ["readings", "--items", str(path), "--judge", "quick"]
    result = CliRunner().invoke(app, [*options, "--json"], obj=Settings(model="none"))
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert [(each["stated"], each["kind"]) for each in found["questions"]] == [
        (True, "fact"),
        (True, "fact"),
        (False, NOT_STATED),
    ]
    assert found["questions"][0]["outcome"] == "answered"
    assert found["questions"][2]["outcome"] in ("not_in_sources", "out_of_scope")
    assert found["auc"] == 1.0


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    result = CliRunner().invoke(app, ["readings", "--items", str(tmp_path / "none.jsonl")], obj=Settings(model="none"))
    assert result.exit_code == 1
    assert "cannot be read" in result.stderr

import json

import pytest

from evals.cases import BUNDLED, SETS, CasesError, check_gold, load_questions, load_sets

TURN = {"question": "Why?", "outcome": "answered", "facts": [["a"]], "gold": []}
CASE = {"id": "x1", "kind": "fact", "turns": [TURN]}


def write(path, *cases):
    path.write_text("".join(f"{case if isinstance(case, str) else json.dumps(case)}\n" for case in cases), "utf-8")
    return path


def refusal(path):
    with pytest.raises(CasesError) as caught:
        load_questions(path)
    return str(caught.value)


def test_the_bundled_questions_are_read():
    questions = load_questions(BUNDLED)
    assert (len(questions.cases), questions.turns) == (67, 73)
    assert questions.first(2).turns == 2
    assert questions.first(None).turns == 73


def test_every_question_file_fits_the_texts_and_no_question_stands_in_two(bundled_corpus):
    files = sorted(each for each in BUNDLED.parent.glob("*.jsonl") if not each.name.startswith(("drafts", "readings")))
    assert files == sorted(SETS.values())
    sets = [load_questions(path) for path in files]
    for questions in sets:
        check_gold(questions, bundled_corpus)
    ids = [case.id for questions in sets for case in questions.cases]
    assert len(ids) == len(set(ids)) > 800
    alone = [case.turns[0].question.casefold() for questions in sets for case in questions.cases]
    assert len(alone) == len(set(alone))


def test_every_set_is_told_of_with_its_size():
    readme = (BUNDLED.parent / "README.md").read_text("utf-8")
    for path in SETS.values():
        questions = load_questions(path)
        asked = f"{questions.turns} questions"
        size = asked if len(questions.cases) == questions.turns else f"{len(questions.cases)} cases, {asked}"
        assert f"| `{path.name}` | {size}: " in readme


def test_every_follow_up_that_comes_with_the_project_has_a_standalone_form():
    later = [turn for each in load_sets(list(SETS)) for case in each.cases for turn in case.turns[1:]]
    assert len(later) == 6 + 18 + 17
    assert all(turn.standalone for turn in later)


def test_sets_are_given_by_name_or_file(tmp_path):
    path = write(tmp_path / "mine.jsonl", CASE)
    assert [questions.name for questions in load_sets(["given", "measured", str(path)])] == [
        "given",
        "measured",
        "mine",
    ]
    (tmp_path / "other").mkdir()
    twin = write(tmp_path / "other" / "mine.jsonl", CASE)
    with pytest.raises(CasesError, match="2 question sets are called 'mine'"):
        load_sets([str(path), str(twin)])


def test_lines_are_counted_over_empty_ones_and_line_separators_stay_in_strings(tmp_path):
    turn = {**TURN, "question": "One\u2028two?"}
    path = tmp_path / "q.jsonl"
    path.write_text(f"\n{json.dumps({**CASE, 'turns': [turn]}, ensure_ascii=False)}\n\n", "utf-8")
    questions = load_questions(path)
    assert questions.lines == (2,)
    assert questions.cases[0].turns[0].question == "One\u2028two?"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"kind": "riddle"}, "riddle"),
        ({"colour": "green"}, "colour"),
        ({"turns": []}, "turns"),
        ({"turns": [{**TURN, "outcome": "maybe"}]}, "maybe"),
        ({"turns": [{**TURN, "facts": [[]]}]}, "turns.0.facts.0"),
        ({"turns": [{**TURN, "facts": [[" "]]}]}, "turns.0.facts.0.0"),
        ({"turns": [{**TURN, "gold": [{"document_id": "accord"}]}]}, "turns.0.gold.0.quote"),
        ({"turns": [{**TURN, "question": ""}]}, "turns.0.question"),
        ({"turns": [{**TURN, "standalone": "Why so?"}]}, "the first turn has a standalone form"),
    ],
)
def test_a_line_that_is_no_case_is_named(tmp_path, change, named):
    told = refusal(write(tmp_path / "q.jsonl", CASE, {**CASE, "id": "x2", **change}))
    assert "q.jsonl, line 2" in told
    assert named in told


def test_what_is_no_json_is_named(tmp_path):
    assert "line 2" in refusal(write(tmp_path / "q.jsonl", CASE, "{nothing"))


def test_an_id_used_twice_is_named_with_both_lines(tmp_path):
    told = refusal(write(tmp_path / "q.jsonl", CASE, {**CASE, "id": "x2"}, CASE))
    assert "lines 1 and 3" in told
    assert "'x1'" in told


def test_files_that_cannot_be_read(tmp_path):
    assert "cannot be opened" in refusal(tmp_path / "none.jsonl")
    assert "no questions" in refusal(write(tmp_path / "empty.jsonl"))
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    assert "UTF-8" in refusal(tmp_path / "latin.jsonl")


@pytest.mark.parametrize(
    ("gold", "named"),
    [
        ({"document_id": "accord", "quote": "no such words"}, "no such words"),
        ({"document_id": "press", "quote": "1.5 degrees"}, "1.5 degrees"),
        ({"document_id": "treaty", "quote": "1.5 degrees"}, "treaty"),
        ({"document_id": "accord", "quote": "degrees. The UK"}, "degrees. The UK"),
    ],
    ids=["nowhere", "in another document", "unknown document", "across two clauses"],
)
def test_gold_must_stand_in_a_clause(tmp_path, gold, named, corpus):
    good = {"document_id": "accord", "quote": "1.5 Degrees"}
    cases = [{**CASE, "turns": [{**TURN, "gold": [good]}]}, {**CASE, "id": "x2", "turns": [{**TURN, "gold": [gold]}]}]
    with pytest.raises(CasesError) as caught:
        check_gold(load_questions(write(tmp_path / "q.jsonl", *cases)), corpus)
    assert "line 2, case 'x2'" in str(caught.value)
    assert named in str(caught.value)

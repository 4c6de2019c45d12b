import pytest
from measured import results, turn

from evals.figures import FIGURES
from evals.floors import BUNDLED_FLOORS, Floors, FloorsError, read_floors
from evals.gate import check, gate_table, hints, suggested
from evals.kept import Results

RUN = Results.model_validate(
    results(turn("a"), turn("b", scores={"facts": False, "wrongly_declined": True, "words": 40}), turn("c", 2))
)


def checked(group="first_turns", **marks):
    return check(RUN, Floors(floors={"made": {group: marks}}))


@pytest.mark.parametrize(
    ("marks", "met"),
    [
        ({"facts": 0.5}, True),
        ({"facts": 0.51}, False),
        ({"wrongly_declined": 1.0}, True),
        ({"wrongly_declined": 0.9}, False),
        ({"words_p50": 40}, True),
        ({"words_p50": 39}, False),
        ({"recall_1": 0.1}, False),
    ],
    ids=["as much", "less", "as few", "more", "as short", "longer", "applies to nothing"],
)
def test_a_figure_has_to_be_as_good_as_its_floor(marks, met):
    (found,) = checked(**marks)
    assert found.met is met


def test_what_fails_is_named_with_floor_and_value():
    facts, recall = checked(facts=0.6, recall_1=0.5)
    assert facts.sentence == "made, first turns: all facts shown (facts): 0.500, floor 0.6."
    assert "applies to no turn" in recall.sentence
    assert [row[-1] for row in gate_table([facts, recall]).rows] == ["below", "below"]


def test_groups_are_apart():
    assert checked("follow_ups", facts=1.0)[0].met
    assert not checked("all", facts=0.7)[0].met


def test_a_floor_that_guards_little_is_told():
    assert "set closer" in hints(checked(facts=0.3))[0]
    assert hints(checked(facts=0.47)) == []
    assert hints(checked(facts=0.9)) == []  # it fails instead


def test_floors_of_sets_that_were_not_asked_are_left_out_but_unknown_ones_are_not():
    floors = {"made": {"all": {"facts": 0.1}}, "given": {"all": {"facts": 1.0}}}
    assert len(check(RUN, Floors(floors=floors))) == 1
    with pytest.raises(FloorsError, match="'gievn'"):
        check(RUN, Floors(floors={**floors, "gievn": {}}))
    with pytest.raises(FloorsError, match="no floors for what was asked: made"):
        check(RUN, Floors(floors={"given": {"all": {"facts": 1.0}}}))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[floors.given.all]\nfact = 1", "'fact'"),
        ("[targets.all]\nwords = 1", "'words'"),
        ("[floors.given.everything]\nfacts = 1", "everything"),
        ("[floors.given.all]\nfacts = -1", "facts"),
        ("[limits]\nfacts = 1", "limits"),
        ("[floors", "TOML"),
    ],
)
def test_floors_that_cannot_be_are_refused_by_name(tmp_path, text, named):
    path = tmp_path / "floors.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(FloorsError) as caught:
        read_floors(path)
    assert str(path) in str(caught.value)
    assert named in str(caught.value)


def test_the_bundled_floors_can_be_read_and_guard_every_set():
    floors = read_floors(BUNDLED_FLOORS)
    assert set(floors.floors) == {"given", "measured", "calibrate"}
    assert all("facts" in by_group["first_turns"] for by_group in floors.floors.values())
    assert set(floors.targets["first_turns"]) & set(FIGURES)


def test_suggested_floors_are_just_under_what_was_reached_and_can_be_read(tmp_path):
    floors = {"all": {"facts": 0.1, "outcome": 1.0, "wrongly_declined": 0.0}, "first_turns": {"words_p50": 90}}
    text = suggested(check(RUN, Floors(floors={"made": floors})))
    path = tmp_path / "floors.toml"
    path.write_text(text, "utf-8")
    made = read_floors(path).floors["made"]
    assert made == {"all": {"facts": 0.64, "outcome": 1.0, "wrongly_declined": 0.0}, "first_turns": {"words_p50": 44}}

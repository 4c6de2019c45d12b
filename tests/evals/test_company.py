import pytest

from evals.company import choose_unrelated

OTHERS = {"m1": {"a", "b"}, "m2": {"c"}, "m3": {"d"}, "m4": {"e"}}


def test_a_conversation_about_the_same_clauses_is_never_chosen():
    chosen = {choose_unrelated(f"case {number}", {"a", "d"}, OTHERS) for number in range(50)}
    assert chosen == {"m2", "m4"}


def test_the_choice_is_the_same_again():
    assert len({choose_unrelated("d01", {"a"}, OTHERS) for _ in range(5)}) == 1


@pytest.mark.parametrize("case_id", ["m2", "x"])
def test_no_case_goes_before_itself_and_none_is_no_error(case_id):
    others = {"m2": {"c"}}
    assert choose_unrelated(case_id, {"a"}, others) == (None if case_id == "m2" else "m2")
    assert choose_unrelated(case_id, {"c"}, others) is None

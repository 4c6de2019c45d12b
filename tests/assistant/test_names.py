import pytest
from made import document

from assistant.names import frequency, named_in, names, singular, subject, things
from vectorstore.documents import make_corpus


@pytest.fixture(scope="module")
def fish():
    """Another corpus than the bundled one."""
    made = [
        document(
            "The Pact",
            "We will set up a North Sea Herring Fund, and the Ministers of Norway and Iceland will open a Cod Fund.",
            "The Herring Fund pays for nets. A Fund for Young Skippers follows, under the Joint Council on Quotas.",
            "The annual catch report and the new harbour safety report are sent to the Council.",
            kind="primary",
        ),
        document("gazette", "The Gazette welcomes the Cod Fund."),
    ]
    return make_corpus([each for each, _ in made], [clause for _, clauses in made for clause in clauses])


def test_things_of_a_kind_by_their_names(fish):
    assert things("fund", fish) == ["North Sea Herring Fund", "Cod Fund", "Fund for Young Skippers"]
    assert things("funds", fish) == things("fund", fish)


def test_things_without_names_by_the_words_before_them(fish):
    assert things("report", fish) == ["annual catch report", "harbour safety report"]
    assert things("treaty", fish) == []


def test_a_shorter_form_is_the_same_name(fish):
    texts = [name.text for name in names(fish)]
    assert "North Sea Herring Fund" in texts
    assert "Herring Fund" not in texts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What does the cod fund pay for?", ["Cod Fund"]),
        ("the herring fund", ["North Sea Herring Fund"]),
        ("What does the fund pay for?", []),
        ("cod quotas", []),
    ],
)
def test_names_are_known_by_what_is_theirs_alone(fish, text, name):
    assert [each.text for each in named_in(text, names(fish))] == name


def test_stems_are_counted_by_clause(fish):
    assert frequency(fish)["fund"] == 3
    assert frequency(fish)["cod"] == 2


def test_what_the_documents_are_about(fish):
    assert subject(fish) == "the Pact and the coverage of it"
    assert subject(make_corpus([], [])) == "the documents that I know"


@pytest.mark.parametrize(
    ("noun", "one"), [("funds", "fund"), ("policies", "policy"), ("process", "process"), ("gas", "gas")]
)
def test_singular(noun, one):
    assert singular(noun) == one

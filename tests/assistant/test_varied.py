"""No one article's voice alone: what an answer is made from, of what was found."""

from made import document

from assistant.varied import OF_ONE, varied
from vectorstore.documents import Passage, Scores, make_corpus


def corpus_of(*documents):
    return make_corpus([each for each, _ in documents], [clause for _, clauses in documents for clause in clauses])


def found(corpus, *ids):
    """Passages in this order."""
    return [
        Passage(clause=corpus.clauses[each], score=1 - at / 100, scores=Scores(0.5, 0.5, 1.0), sentences=())
        for at, each in enumerate(ids)
    ]


def ids(passages):
    return [each.clause.id for each in passages]


def numbered(name, many, kind="coverage"):
    return document(name, *(f"{name} says thing number {at} about steel and ships." for at in range(many)), kind=kind)


def test_one_article_has_three_of_eight_while_others_have_something_to_say():
    corpus = corpus_of(numbered("a", 6), numbered("b", 6), numbered("c", 6))
    every = [f"{name}/{at}" for name in "abc" for at in range(6)]
    taken = ids(varied(found(corpus, *every), corpus, 8))
    assert taken == ["a/0", "a/1", "a/2", "b/0", "b/1", "b/2", "c/0", "c/1"]


def test_where_nobody_else_says_anything_it_has_all():
    corpus = corpus_of(numbered("a", 6), numbered("b", 1))
    taken = ids(varied(found(corpus, "a/0", "a/1", "a/2", "a/3", "b/0", "a/4", "a/5"), corpus, 6))
    assert taken == ["a/0", "a/1", "a/2", "a/3", "b/0", "a/4"]


def test_official_text_and_what_a_question_names_are_not_limited():
    corpus = corpus_of(numbered("law", 6, kind="primary"), numbered("a", 6), numbered("b", 2))
    every = [f"law/{at}" for at in range(6)]
    assert ids(varied(found(corpus, *every, "a/0"), corpus, 6)) == every
    articles = [f"a/{at}" for at in range(6)]
    assert ids(varied(found(corpus, *articles, "b/0", "b/1"), corpus, 6, named={"a"})) == articles
    assert ids(varied(found(corpus, *articles, "b/0", "b/1"), corpus, 5)) == [*articles[:OF_ONE], "b/0", "b/1"]


def test_a_text_that_several_have_taken_over_is_heard_once():
    said = (
        "The two countries agreed on steel, ships and tea in the spring, and on little else that mattered to us then."
    )
    changed = said.replace("then.", "then!")
    other = said.replace("agreed on steel", "did not agree on steel, cars or anything beside")
    corpus = corpus_of(document("a", said), document("b", changed), document("c", other))
    assert ids(varied(found(corpus, "b/0", "a/0", "c/0"), corpus, 8)) == ["b/0", "c/0"]


def test_what_coverage_repeats_of_official_text_stays():
    said = "We will establish a partnership for steel, ships and tea."
    corpus = corpus_of(document("law", said, kind="primary"), document("a", said), document("b", said))
    assert ids(varied(found(corpus, "a/0", "law/0", "b/0"), corpus, 8)) == ["a/0", "law/0"]


def test_short_lines_are_one_only_where_they_are_the_same():
    corpus = corpus_of(document("a", "Mary Lind"), document("b", "Mary Lind"), document("c", "Mary Smith"))
    assert ids(varied(found(corpus, "a/0", "b/0", "c/0"), corpus, 8)) == ["a/0", "c/0"]

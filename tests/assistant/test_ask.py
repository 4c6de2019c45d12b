"""The path of a question in one process: real store, real embedding model."""

import random
import re
from dataclasses import replace

import pytest

from assistant.answers import cite
from assistant.chain import AccordChain, AccordRetriever
from assistant.checking import LONGEST
from assistant.errors import ConversationFull, ModelUnsupported, QuestionError, UnknownConversation, UnknownDocument
from assistant.events import AnswerEvent, PassagesEvent, StatementEvent, StatusEvent
from assistant.judge.judging import Judgement
from assistant.judge.verdict import ANSWERED
from assistant.questions import Question
from assistant.quoting import quoted
from assistant.render import render
from assistant.verify import verify
from vectorstore.documents import Clause, Document, Filters, text_hash
from vectorstore.words import words


def random_questions(corpus, count):
    """Questions of random words of the texts, of the language, and of nonsense."""
    rng = random.Random(20230518)
    known = sorted({word for clause in corpus.clauses.values() for word in words(corpus.text(clause))})
    starts = ["What does the accord say about", "Who will", "When", "Is it true that", "list", ""]
    odd = ["zebra", "€", "“quoted”", "[1]", "**bold**", "<b>", "12.5", "ß", "—", "the the", "\n"]
    for _ in range(count):
        chosen = rng.choices(known, k=rng.randint(1, 12)) + rng.choices(odd, k=rng.randint(0, 2))
        rng.shuffle(chosen)
        yield " ".join([rng.choice(starts), *chosen, rng.choice(["?", "", "!"])])


def test_every_quote_of_1000_random_questions_is_verbatim_and_no_marker_is_without_citation(assistant):
    corpus = assistant.store.corpus
    quotes = 0
    for text in random_questions(corpus, 1000):
        answer = assistant.ask(Question(text=text, store=False))
        shown = [*answer.citations, *answer.nearest]
        assert [each.number for each in shown] == list(range(1, len(shown) + 1))
        for each in shown:
            clause = corpus.clauses[each.clause_id]
            assert each.quote == corpus.documents[each.document_id].text[each.start : each.end]
            assert clause.start <= each.start < each.end <= clause.end
            assert each.quote.strip() == each.quote != ""
        for statement in answer.statements:
            quoted = re.findall(r"“(.*?)”\.?$", statement.text)
            assert quoted == [shown[number - 1].quote for number in statement.citations]
        outside_quotes = re.sub("|".join(re.escape(each.quote) for each in shown) or "$^", "", answer.text)
        assert {int(number) for number in re.findall(r"\[(\d+)\]", outside_quotes)} <= {each.number for each in shown}
        quotes += len(shown)
    assert quotes > 1000


def test_a_name_alone_is_no_answer_to_a_question_about_it(assistant):
    answer = assistant.ask(Question(text="What is the salary of Daniel Clarke?", store=False))
    assert answer.outcome == "not_in_sources"
    assert "techuk-coverage/7" not in {each.clause_id for each in (*answer.citations, *answer.nearest)}


def test_a_name_that_stands_in_a_clause_twice_is_quoted_once(assistant):
    answer = assistant.ask(Question(text="Daniel Clarke", store=False))
    quotes = [each.quote for each in answer.citations + answer.nearest]
    assert quotes.count("Daniel Clarke") == 1


def test_events_come_in_order_and_end_with_the_answer(assistant):
    events = list(assistant.events(Question(text="What do they agree on food?", store=False)))
    stages = [event.stage for event in events if isinstance(event, StatusEvent)]
    assert stages == ["searching", "judging", "composing"]
    kinds = [type(event) for event in events]
    assert kinds.index(PassagesEvent) < kinds.index(StatementEvent)
    assert isinstance(events[-1], AnswerEvent)
    statements = tuple(event.statement for event in events if isinstance(event, StatementEvent))
    assert events[-1].answer.statements == statements


def test_nothing_is_in_the_text_that_is_not_in_a_field(assistant):
    answer = assistant.ask(Question(text="What is the aim of the semiconductor partnership?", store=False))
    assert answer.text == render(replace(answer, text=""))


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (Question(text=" "), QuestionError),
        (Question(text="a", filters=Filters(documents=("nope",))), UnknownDocument),
        (Question(text="a", conversation_id="nope"), UnknownConversation),
        (Question(text="a", composer="generate"), ModelUnsupported),
    ],
    ids=["empty", "document", "conversation", "model"],
)
def test_what_cannot_be_asked_is_an_error_before_anything_happens(assistant, question, error):
    with pytest.raises(error):
        next(assistant.events(question))


def test_a_conversation_belongs_to_its_owner(assistant):
    mine = assistant.ask(Question(text="What do they agree on food?", owner="me"))
    with pytest.raises(UnknownConversation):
        assistant.ask(Question(text="And AI?", conversation_id=mine.conversation_id, owner="you"))
    assert assistant.conversations.answer(mine.id, "you") is None
    assert assistant.conversations.answer(mine.id, "me")["id"] == mine.id


def test_an_answer_takes_the_place_of_another_of_its_conversation_and_of_no_other(assistant):
    first = assistant.ask(Question(text="What is the Hydrogen Partnership for?", owner="ann"))
    replaced = assistant.ask(
        Question(
            text="What will the Semiconductor Partnership cover?", conversation_id=first.conversation_id, owner="ann"
        )
    )
    elsewhere = assistant.ask(Question(text="What do they agree on food?", owner="ann"))

    def ask(text, replaces):
        asked = Question(text=text, conversation_id=first.conversation_id, owner="ann", replaces=replaces)
        return assistant.ask(asked)

    # "And by when?" leans on what was asked before, and that is no longer the question that is replaced.
    edited = ask("And by when?", replaced.id)
    assert "Semiconductor" not in edited.standalone_question
    last = ask("What investment figure was announced?", elsewhere.id)
    kept = assistant.conversations.get(first.conversation_id, "ann")
    assert [each["id"] for each in kept.answers] == [first.id, edited.id, last.id]
    assert assistant.conversations.answer(elsewhere.id, "ann") is not None


def test_a_conversation_that_is_deleted_while_it_is_answered_stays_deleted_and_the_answer_is_given(assistant):
    first = assistant.ask(Question(text="What is the RISE partnership?"))
    answer = None
    for event in assistant.events(Question(text="What do they agree on food?", conversation_id=first.conversation_id)):
        if event == StatusEvent("composing"):
            assert assistant.conversations.delete(first.conversation_id, None)
        if isinstance(event, AnswerEvent):
            answer = event.answer
    assert answer.outcome == "answered"
    assert not assistant.conversations.length(first.conversation_id, None)
    assert assistant.conversations.answer(answer.id, None) is None


def test_a_conversation_ends_where_it_is_as_long_as_one_may_be(assistant):
    first = assistant.ask(Question(text="What is the RISE partnership?", judge="quick"))
    for number in range(LONGEST - 1):
        assistant.conversations.add({**first.as_dict(), "id": f"long {number}"}, None, opens=False)
    with pytest.raises(ConversationFull, match=f"has {LONGEST} answers"):
        assistant.ask(Question(text="And by when?", conversation_id=first.conversation_id))
    assert assistant.conversations.length(first.conversation_id, None) == LONGEST


def found(assistant, text):
    return assistant.store.search(text, 8)


def drafted(passages, corpus):
    """What is quoted from passages that are taken to answer."""
    return quoted("What do they agree?", passages, Judgement(verdict=ANSWERED, judged=None), corpus).draft


def test_verification_drops_what_does_not_check_and_closes_up_the_numbers(assistant):
    corpus = assistant.store.corpus
    passages = found(assistant, "What is the aim of the semiconductor partnership?")
    draft = drafted(passages, corpus)
    assert verify(draft, passages, corpus) == draft
    first, *rest = draft.citations
    wrong = {
        "a word more": replace(first, quote=first.quote + " tomorrow"),
        "another place": replace(first, start=first.start + 1, end=first.end + 1),
        "outside its clause": replace(first, clause_id="hiroshima-accord/3/9"),
        "not found for this question": cite(corpus, corpus.clauses["hiroshima-accord/1/4"], (7990, 8000), 1),
        "no such clause": replace(first, clause_id="hiroshima-accord/7/7"),
    }
    for what, citation in wrong.items():
        checked = verify(replace(draft, citations=(citation, *rest)), passages, corpus)
        assert [each.quote for each in checked.citations] == [each.quote for each in rest], what
        assert [each.number for each in checked.citations] == list(range(1, len(rest) + 1)), what
        assert [each.citations for each in checked.statements] == [(each.number,) for each in checked.citations], what


@pytest.mark.parametrize(
    "text",
    ["“Japan will pay” ", "no quote at all", "{quote} and “more”"],
    ids=["another quote", "none", "one too many"],
)
def test_verification_reads_what_stands_in_quotation_marks(assistant, text):
    corpus = assistant.store.corpus
    passages = found(assistant, "What do they agree on food?")
    draft = drafted(passages, corpus)
    forged = replace(draft.statements[0], text=text.format(quote=f"“{draft.citations[0].quote}”"))
    checked = verify(replace(draft, statements=(forged,)), passages, corpus)
    assert checked.statements == checked.citations == ()


@pytest.mark.parametrize(
    ("clause_id", "start"),
    [
        ("hiroshima-accord/1/7", "will establish “a Japan-UK Cyber Partnership"),
        ("hiroshima-accord/1/6", "will further reinforce “collaboration on outer space"),
        ("hiroshima-accord/1/3", "will proactively pursue “cooperation in"),
        ("hiroshima-accord/1/4", "will commit “to consult each other"),
        ("hiroshima-accord/2/1", "will launch “a Ministry of Economy"),
        ("hiroshima-accord/2/2", "will fully utilise “the Comprehensive Economic"),
        ("hiroshima-accord/3/6", "will work “bilaterally as well as"),
        ("hiroshima-accord/0/3", "“At this critical and defining juncture"),
    ],
)
def test_a_bullet_completes_we_will(assistant, clause_id, start):
    corpus = assistant.store.corpus
    clause = corpus.clauses[clause_id]
    passages = [each for each in found(assistant, corpus.text(clause)) if each.clause.id == clause_id]
    statement = drafted(passages, corpus).statements[0]
    assert statement.text.startswith(start)


def test_openings_and_titles_are_never_quoted(assistant):
    corpus = assistant.store.corpus
    for clause in corpus.clauses.values():
        if clause.role in ("opening", "title"):
            passages = found(assistant, corpus.text(clause))
            cited = drafted(passages, corpus).citations
            assert clause.id not in {each.clause_id for each in cited}


def test_the_langchain_parts_give_the_same(assistant):
    text = "What do they agree on food?"
    chain = AccordChain(assistant)
    answer = chain.invoke(text)
    assert answer.conversation_id is None
    assert [each.text for each in chain.batch([text, text])] == [answer.text, answer.text]
    assert isinstance(list(chain.stream(text))[-1], AnswerEvent)
    assert (chain | (lambda given: given.outcome)).invoke(text) == "answered"
    retriever = AccordRetriever(assistant=assistant, limit=3, filters=Filters(kinds=("primary",)))
    documents = retriever.invoke(text)
    assert documents[0].id == "hiroshima-accord/3/8"
    assert len(documents) == 3
    assert documents[0].metadata["label"] == "Part 3, commitment 8"


def test_filters_that_leave_nothing_are_told(assistant):
    filters = Filters(documents=("techuk-coverage",), kinds=("primary",))
    answer = assistant.ask(Question(text="What of semiconductors?", filters=filters, store=False))
    assert (answer.outcome, answer.citations, answer.nearest) == ("not_in_sources", (), ())
    assert "filters" in answer.text


def test_an_answer_is_never_empty(assistant):
    title = "The walrus quota of the Arctic agreement is seventy-seven animals"
    document = Document(id="walrus", name="Walrus", kind="coverage", title=title, text=title, sha256="")
    span = (0, len(title))
    clause = Clause(
        id="walrus/0", document_id="walrus", label="Walrus, title", role="title", heading=(), start=0, end=len(title),
        hash=text_hash(title), sentences=(span,),
    )  # fmt: skip
    assistant.store.put(document, [clause])
    answer = assistant.ask(
        Question(text="What is the walrus quota?", filters=Filters(documents=("walrus",)), store=False)
    )
    assistant.store.remove("walrus")
    assert (answer.outcome, answer.statements[0].support) == ("uncertain", "notice")
    assert answer.text


def test_what_only_the_coverage_says_is_told_where_a_search_has_shown_it(assistant):
    answer = assistant.ask(Question(text="What investment figure was announced?", store=False))
    assert (answer.outcome, answer.rests_on) == ("answered", "coverage")
    assert "£18bn" in answer.text
    assert any("18bn" in each for each in answer.not_in_primary)
    official = assistant.ask(Question(text="What do they agree on food?", store=False))
    assert (official.rests_on, official.not_in_primary) == ("primary", ())

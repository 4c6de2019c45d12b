"""Briefings of topics and questions: what stands in them, and on what."""

import re
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from assistant.briefing.asking import How
from assistant.briefing.make import MAX_QUESTIONS, Wanted, brief
from assistant.briefing.markdown import briefing_markdown
from assistant.briefing.word import briefing_docx
from assistant.errors import BriefingError, ModelUnsupported, QuestionError, UnknownDocument
from vectorstore.documents import Filters

TOPICS = ("semiconductors", "cyber", "clean energy", "defence", "trade", "health")
TEMPLATES = ("one-page", "qa")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BY_SEARCH = re.compile(
    r"searched|does not mention|Neither text|has (?:none|a sum)|says by when|The text does not say"
    r"|Named there and nowhere|Not quoted here|A sum is named elsewhere|No year is named"
)


@pytest.fixture(params=[(topic, template) for topic in TOPICS for template in TEMPLATES], ids="-".join)
def made(request, assistant):
    topic, template = request.param
    return brief(assistant, Wanted(topic=topic, template=template), "http://127.0.0.1:8000")


def headed(made, heading):
    """The sentences under the first heading that has these words."""
    section = next(each for each in made.sections if heading in each.heading)
    return [one for paragraph in section.paragraphs for one in paragraph.sentences]


def told(made, heading):
    return " ".join(each.text for each in headed(made, heading))


def test_every_sentence_is_cited_or_says_what_a_search_found(made):
    uncited = [each for each in made.sentences if not each.citations]
    assert all(each.support == "records" and BY_SEARCH.search(each.text) for each in uncited), uncited
    assert any(each.citations for each in made.sentences)


def test_every_quote_is_word_for_word_and_cited(made, assistant):
    cited = {each.number: each for each in made.citations}
    assert cited
    for each in made.citations:
        document = assistant.store.corpus.documents[each.document_id]
        assert document.text[each.start : each.end] == each.quote
    for sentence in made.sentences:
        assert re.findall("“([^”]*)”", sentence.text) == [cited[number].quote for number in sentence.citations]


def test_no_sentence_mixes_the_accord_and_the_coverage(made):
    kinds = {each.number: each.kind for each in made.citations}
    for sentence in made.sentences:
        assert {kinds[number] for number in sentence.citations} <= {sentence.kind}


def test_the_numbers_run_through_in_order_and_each_has_its_note(made):
    assert [number for each in made.sentences for number in each.citations] == [each.number for each in made.citations]
    assert [(each.number, each.quote) for each in made.notes] == [(each.number, each.quote) for each in made.citations]


def test_the_markdown_has_a_footnote_for_each_quote(made):
    text = briefing_markdown(made)
    numbers = [each.number for each in made.citations]
    assert [int(each) for each in re.findall(r"\[\^(\d+)\](?!:)", text)] == numbers
    assert [int(each) for each in re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)] == numbers


def footnotes_of(data):
    """The words of the footnotes of a Word file, and how often its text refers to one."""
    with ZipFile(BytesIO(data)) as file:
        notes, body = (ElementTree.fromstring(file.read(f"word/{name}.xml")) for name in ("footnotes", "document"))
    texts = ["".join(text.text or "" for text in note.iter(f"{W}t")) for note in notes.iter(f"{W}footnote")]
    return [each.strip() for each in texts if each.strip()], len(list(body.iter(f"{W}footnoteReference")))


def test_the_word_file_has_real_footnotes_with_their_quotes(made):
    notes, references = footnotes_of(briefing_docx(made))
    assert len(notes) == references == len(made.citations)
    for citation, note in zip(made.citations, notes, strict=True):
        assert note.startswith(citation.label)
        assert f"“{citation.quote}”" in note


def test_a_whole_note_says_where_to_count_and_which_text_it_is(assistant):
    text = briefing_markdown(brief(assistant, Wanted(topic="semiconductors"), ""))
    version = assistant.store.corpus.version
    first = re.search(r"^\[\^1\]: (.*)$", text, re.MULTILINE)[1]
    assert first.startswith(
        "Part 2, commitment 6 (“Economic Prosperity and Security Underpinned by Science, Technology, and Innovation”, "
        "6th bullet under it; numbering added by us): “the upcoming Semiconductor Partnership to explore"
    )
    assert first.endswith(
        "The Hiroshima Accord\\: An Enhanced Japan-UK Global Strategic Partnership, 18 May 2023; corpus version "
        f"{version}."
    ) or first.endswith(
        "The Hiroshima Accord: An Enhanced Japan-UK Global Strategic Partnership, 18 May 2023; corpus version "
        f"{version}."
    )
    coverage = re.search(r"^\[\^\d+\]: techUK, paragraph 3 .*$", text, re.MULTILINE)[0]
    assert "date not stated" in coverage
    assert coverage.endswith(
        "<https://www.techuk.org/resource/uk-and-japan-sign-science-technology-and-security-accord.html>"
    )


def test_commitments_are_quoted_whole_with_their_verbs(assistant):
    made = brief(assistant, Wanted(topic="health"), "")
    assert told(made, "commits to").startswith(
        "Will take advantage of “the health ministerial dialogue to broaden our health science and innovation "
        "partnership to tackle shared, future challenges”. “We will forge stronger partnerships on translational"
    )


def test_deadlines_are_told_as_they_stand_without_a_year_that_is_not_there(assistant):
    made = brief(assistant, Wanted(topic="clean energy"), "")
    assert told(made, "Deadlines") == (
        "“the clean energy transition to net-zero GHG emissions”, “by 2050 at the latest”. "
        "“the Partnership for RISE (Resilient and Inclusive Supply-chain Enhancement)”, “by the end of the year at the "
        "latest”. No year is named there."
    )
    none = brief(assistant, Wanted(topic="health"), "")
    assert told(none, "Deadlines") == "None: no sentence of the Accord on health says by when."


def test_lines_to_take_keep_the_hedge(assistant):
    chips = told(brief(assistant, Wanted(topic="semiconductors"), ""), "Lines to take")
    assert "Japan and the UK will explore “ambitious joint research and development" in chips
    assert "say explore, nothing firmer" in chips
    defence = told(brief(assistant, Wanted(topic="defence"), ""), "Lines to take")
    assert "Say no more than “with a view to the possible application of the Japan Self-Defense Forces’" in defence


def test_what_only_the_coverage_has_is_said_to_be_nowhere_in_the_accord(assistant):
    made = brief(assistant, Wanted(topic="cyber"), "")
    assert "Named there and nowhere in the Accord (searched word for word): Fujitsu UK" in told(made, "coverage adds")
    assert {each.kind for each in headed(made, "coverage adds")} == {"coverage", None}
    assert told(brief(assistant, Wanted(topic="health"), ""), "coverage adds") == (
        "Nothing: techUK’s article does not mention health (searched word for word)."
    )


def test_defensive_questions_are_settled_by_search(assistant):
    made = brief(assistant, Wanted(topic="cyber", template="qa"), "")
    assert told(made, "How much money").startswith(
        "The text does not say. No sentence on cyber has a sum of money (searched for amounts)."
    )
    assert "a further £18bn of Japanese investment" in told(made, "How much money")
    assert "Fujitsu UK joining" in told(made, "Which firms")
    assert told(made, "What deadlines").startswith("The text does not say.")
    assert told(made, "legally binding").startswith(
        "The text does not say. The Accord has none of these words: legally"
    )
    assert told(made, "legally binding").endswith("The Accord calls itself “this political document”.")


def test_open_questions_are_answered_as_they_are_anywhere_else(assistant):
    questions = (
        "What is the deadline for the RISE partnership?",
        "Does the Accord mention Fujitsu?",
        "What of Brexit?",
    )
    made = brief(assistant, Wanted(questions=questions), "")
    assert made.template == "qa"
    assert [each.heading for each in made.sections] == list(questions)
    assert "“We will also work together to develop, by the end of the year at the latest" in told(made, "RISE")
    assert "does not mention Fujitsu" in told(made, "Fujitsu")
    assert told(made, "Brexit").startswith("The text does not say. Neither text mentions Brexit")


def test_filters_leave_documents_out(assistant):
    only = brief(assistant, Wanted(topic="cyber", how=How(Filters(kinds=("primary",)))), "")
    assert {each.kind for each in only.citations} == {"primary"}
    assert not [each for each in only.sections if "coverage" in each.heading]
    reported = brief(assistant, Wanted(topic="cyber", how=How(Filters(documents=("techuk-coverage",)))), "")
    assert {each.kind for each in reported.citations} == {"coverage"}
    assert "Lines to take" not in [each.heading for each in reported.sections]


def test_of_several_topics_those_that_are_absent_are_told(assistant):
    made = brief(assistant, Wanted(topic="AI and Brexit"), "")
    assert "Neither text mentions Brexit (searched word for word)." in told(made, "neither")
    assert any("AI" in each.quote for each in made.citations)


@pytest.mark.parametrize(
    ("wanted", "code", "says"),
    [
        (Wanted(topic="fisheries"), "topic_not_covered", "Neither text mentions 'fisheries' (searched word for word)."),
        (Wanted(topic="Brexit"), "topic_not_covered", "Nearest in meaning: Part 2, commitment 3"),
        (Wanted(topic="fisheries", template="qa"), "topic_not_covered", "fisheries"),
        (
            Wanted(topic="health", how=How(Filters(kinds=("coverage",)))),
            "topic_not_covered",
            "The text does not mention",
        ),
        (Wanted(topic=" \n"), "empty", "The topic is empty."),
        (Wanted(topic="?!"), "empty", "The topic is empty."),
        (Wanted(topic="半導体"), "language", "cannot be read"),
        (Wanted(topic="x" * 121), "topic_too_long", "121 characters; 120 are allowed"),
        (Wanted(), "topic_or_questions", "one of the two"),
        (Wanted(topic="trade", questions=("Why?",)), "topic_or_questions", "one of the two"),
        (Wanted(questions=()), "empty", "The list of questions is empty."),
        (Wanted(questions=("What is RISE?", " ")), "empty", "Question 2 is empty."),
        (Wanted(questions=("What is RISE?",) * 50), "too_many_questions", f"50 questions; {MAX_QUESTIONS} are allowed"),
        (Wanted(questions=("What is RISE?", "日本は何を約束しましたか。")), "language", "Question 2"),
        (
            Wanted(topic="trade", how=How(Filters(documents=("hiroshima-accord",), kinds=("coverage",)))),
            "no_documents",
            "leave no document",
        ),
    ],
)
def test_what_cannot_be_made_says_why(assistant, wanted, code, says):
    with pytest.raises(BriefingError) as refused:
        brief(assistant, wanted, "")
    assert refused.value.code == code
    assert says in str(refused.value)


def test_what_the_assistant_refuses_is_refused(assistant):
    with pytest.raises(QuestionError):
        brief(assistant, Wanted(topic="a\x00b"), "")
    with pytest.raises(QuestionError):
        brief(assistant, Wanted(questions=("x" * 2001,)), "")
    with pytest.raises(UnknownDocument):
        brief(assistant, Wanted(topic="trade", how=How(Filters(documents=("nothing",)))), "")
    with pytest.raises(ModelUnsupported):
        brief(assistant, Wanted(topic="trade", how=How(composer="generate")), "")


def test_typed_text_is_no_mark_up(assistant):
    made = brief(assistant, Wanted(questions=("What is *RISE* [x](http://a.example) <b> $y$?",)), "")
    assert "*RISE*" not in briefing_markdown(made)
    with ZipFile(BytesIO(briefing_docx(made))) as file:
        body = file.read("word/document.xml").decode()
    assert "*RISE* [x](http://a.example) &lt;b&gt; $y$?" in body

"""Which questions are about the whole text: an ordinary one must go its ordinary way."""

import time

import pytest

ORDINARY = """
What does the accord say about the Global Combat Air Programme?
What is the deadline for RISE?
What is the aim of the Semiconductor Partnership?
How will the two countries work on nuclear energy?
Who will take part in the health ministerial dialogue?
What do the two sides say about Taiwan?
Which minerals are covered by the memorandum?
How are China and Russia described?
What is the Renewable Energy Partnership for?
Will Japan join NATO?
Does the UK support a permanent seat for Japan?
How much money will Japan invest in the UK?
What happens with the Carrier Strike Group?
How many jobs will the fighter programme create?
When was the memorandum on critical minerals signed?
Who will chair the dialogue?
What is the Industry 100 initiative?
How does the article describe the growth of the relationship?
Which part of the armed forces is going to the Indo-Pacific?
Why is the partnership at a turning point?
Are data flows part of the Digital Partnership?
Does the Accord include money for universities?
Does the deal cover tourism?
Where will the Tech Forum be held?
How often will the ministers meet?
What commitments does Japan make on whaling?
Which countries besides Japan and Britain are criticised?
Is the Accord legally binding?
Is the accord good for Britain?
How do the two texts differ on cyber?
What does the text mean by economic coercion?
What does Daniel Clarke think of the Accord?
What does Part 2 say about energy?
What does the third commitment on energy cover?
When does the deal enter into force?
How many countries are part of the CPTPP?
Where does the Accord recognise Taiwan as an independent country?
Which paragraph does away with the World Trade Organization's role?
Does the accord say how ships are repaired?
Does it say anything about whaling?
Does the Accord mention a deadline for RISE?
Does the Accord mention the Russian invasion?
Does the Accord mention the UK-Japan Cyber Partnership?
What are the main goals of the Cyber Partnership?
Tell me about the G7 summit.
How does the preamble describe the war in Ukraine?
Does the Accord name a date for the next meeting?
What is the point of the Accord?
What does the Accord mean for small firms?
Which sections of industry benefit?
Is there a clause on termination?
When was CEPA signed?
Who wrote the 2022 Strategic Concept?
How long is the deployment of the Carrier Strike Group?
Where was the G7 summit held?
What is the name of the new cyber partnership?
List the areas of nuclear cooperation.
Name the ministries that take part in the new dialogue.
What does RISE mean for developing countries?
How many parts of the supply chain are named?
Is nuclear energy used?
Where does Japan stand?
Where do supply chain shocks occur?
List all uses of AI.
Is Taiwan mentioned in the preamble?
What is the weather in Osaka?
Thank you!
???
Was sagt das Abkommen über Taiwan?
""".strip().splitlines()

SEVERAL = """
Who issued the Accord, and when does it end?
Where does the Accord mention the G7? And what is the G20?
There is a partnership called RISE. Who wrote it?
""".strip().splitlines()


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_question_is_left_alone(ask, text):
    assert ask.reply(text) is None


@pytest.mark.parametrize("text", SEVERAL)
def test_a_question_with_others_beside_it_is_left_alone(ask, text):
    assert ask.reply(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "What will the Baltic Water Council do?",
        "How many marine biologists will be trained?",
        "Who is Aino Rask?",
        "Will there be a levy?",
        "What does the Compact say about herring?",
        "When does the council meet?",
    ],
)
def test_an_ordinary_question_over_other_texts_is_left_alone(ask_baltic, text):
    assert ask_baltic.reply(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Where does the Accord mention the G7?",
        "Could you please tell me where the Accord mentions the G7?",
        "Hi there! I'd like to know where the Accord mentions the G7. Thanks in advance!",
        "I was wondering where the accord mentions the G7",
        "I am writing a note for a minister. Where does the Accord mention the G7, please?",
        "Do you happen to know where the Hiroshima Accord mentions the G7",
        "So, where exactly does the UK-Japan Accord mention the G7?",
    ],
)
def test_politeness_changes_nothing(ask, text):
    assert ask.cited(text) == ["hiroshima-accord/3/6"]


def test_a_question_takes_less_than_five_milliseconds(ask):
    questions = [*ORDINARY, "Where is Japan mentioned?", "How many commitments are there?", "What is this about?"]
    for text in questions:
        ask.reply(text)  # the first time pays for reading the texts
    took = []
    for text in questions:
        start = time.perf_counter()
        ask.reply(text)
        took.append(time.perf_counter() - start)
    assert sorted(took)[len(took) // 2] < 0.005

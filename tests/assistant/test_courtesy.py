import pytest

from assistant.courtesy import courtesy, without_courtesy


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hello", "greeting"),
        ("Good afternoon to you.", "greeting"),
        ("Hi, how are you?", "greeting"),
        ("Thanks a million, you've been a great help", "thanks"),
        ("Ta very much", "thanks"),
        ("Thank you kindly, that answers my question.", "thanks"),
        ("Thanks for the quick reply, I’ll pass this on.", "thanks"),
        ("Great, that helps.", "praise"),
        ("OK thanks, bye", "goodbye"),
        ("Have a nice weekend", "goodbye"),
        ("No further questions.", "closing"),
        ("Sorry about that.", "closing"),
    ],
)
def test_kinds_of_courtesy(text, kind):
    assert courtesy(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Hello Kitty exports",
        "farewell to coal",
        "night vision equipment",
        "good governance standards",
        "thank the G4",
        "What is appreciated by Japan?",
        "Hi, what does the accord say on food?",
        "Thanks! And what about AI?",
        "welcome progress renewable energy",
        "help with clinical trials",
        "?!",
        "",
    ],
)
def test_what_asks_for_something_is_no_courtesy(text):
    assert courtesy(text) is None


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Thanks! And what about AI?", "And what about AI?"),
        ("Hi, what does the accord say on food?", "What does the accord say on food?"),
        ("ok cheers, now tell me about RISE", "Tell me about RISE"),
        ("Hey, how are you? I need the passage on Ukraine.", "I need the passage on Ukraine."),
        ("Hi what is RISE", "What is RISE"),
        ("What does it say about fusion? Thanks!", "What does it say about fusion?"),
        ("Dear assistant, which values do they share? Kind regards, Tom", "Which values do they share?"),
        ("Hello, I hope this finds you well, which reactors are listed?", "Which reactors are listed?"),
        ("Hello! export controls", "Export controls"),
        ("Right, thanks, and the G20?", "And the G20?"),
        ("limit of 1.5 degrees", "limit of 1.5 degrees"),
        ("Is it fine, good and fair?", "Is it fine, good and fair?"),
        ("Thank you!", "Thank you!"),
        ("", ""),
    ],
)
def test_courtesies_are_taken_off_questions(text, question):
    assert without_courtesy(text) == question

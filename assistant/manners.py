"""What is said rather than asked: courtesies, questions about the assistant, for an opinion or for advice, and attempts
to turn it against its rules. Each has its own fixed answer; everything else is for the texts to answer.

A question of content that is caught here is lost, one that is missed here is searched for and comes to little harm: so
only plain wordings are caught, and nothing that asks what the texts say. What no wording catches is compared with
examples (`assistant.nearness`), but not with those for opinions and advice: these lie nearer to content on their topic.
"""

import re
from collections import Counter
from collections.abc import Callable

from assistant.attacks import attacks, plain
from assistant.courtesy import Courtesy, courtesy, without_courtesy
from assistant.judge.verdict import Verdict
from assistant.names import called, named_in, names, subject
from assistant.nearness import Manner
from assistant.questions import typed_sentences
from assistant.wordings import ABOUT_ASSISTANT, ABOUT_DOCUMENTS, ADVICE, OF_THE_TEXT, OPINION
from vectorstore.documents import Corpus, Document

_COURTESIES: dict[Courtesy, str] = {
    "greeting": "Hello. Ask me about {subject}.",
    "thanks": "You're welcome.",
    "goodbye": "Goodbye.",
    "praise": "I am glad that it helps.",
    "closing": "Ask on whenever you like.",
}
_ASSISTANT = (
    "I answer questions about {subject} by quoting word for word, with a number at each quote that opens it in its "
    "place. I know nothing beyond these documents, give no opinions, and say so where they do not answer."
)
_OPINION = "I can show what the text says, not judge it."
_ADVICE = "I can show what the text says; I give no advice and no forecasts."
_REFUSED = "I only answer questions about {subject}."
_HINTS: dict[Courtesy, str] = {
    "goodbye": r"\bbye\b|weekend|tomorrow|see you|night",
    "thanks": r"thank|cheers|grateful|kind|appreciat",
    "greeting": r"\b(?:hello|hi|hey|morning|afternoon|evening)\b",
    "praise": r"great|good|nice|brilliant|help|perfect|love",
}
_LISTED = 5
"""Documents that are named in a list before the rest is counted."""


def manners(text: str, corpus: Corpus, near: Callable[[str], Manner | None] = lambda text: None) -> Verdict | None:
    """The verdict on a text that asks nothing of the documents; null where it is to be searched for.

    Args:
        text: as it was typed, courtesies included.
        near: the manner of the examples that a text is nearest to, such as `Examples.nearest`.
    """
    kind = courtesy(text)
    manner = _worded(text) or ("courtesy" if kind else near(without_courtesy(text)))
    about = subject(corpus)
    match manner:
        case "refused":
            return Verdict("refused", notice=_REFUSED.format(subject=about))
        case "courtesy":
            suggestions = _suggestions(text, corpus) if kind == "greeting" else ()
            notice = _COURTESIES[kind or _likely(text)].format(subject=about)
            return Verdict("out_of_scope", "courtesy", notice, suggestions)
        case "about_assistant":
            documents = _all_ask(_asked(text), ABOUT_DOCUMENTS)
            notice = _documents(corpus) if documents else _ASSISTANT.format(subject=about)
            return Verdict("out_of_scope", "about_assistant", notice, _suggestions(text, corpus))
        case "advice":
            return Verdict("out_of_scope", "advice", _ADVICE, _suggestions(text, corpus))
        case "opinion":
            return Verdict("out_of_scope", "opinion", _OPINION, _suggestions(text, corpus))
    return None


def _likely(text: str) -> Courtesy:
    """The kind of a courtesy that was told by nearness alone."""
    said = text.casefold()
    return next((kind for kind, hint in _HINTS.items() if re.search(hint, said)), "closing")


def _worded(text: str) -> Manner | None:
    """The manner of a text by its wording, courtesies aside."""
    if attacks(text):
        return "refused"
    if courtesy(text):
        return None
    asked = _asked(text)
    forms: tuple[tuple[Manner, re.Pattern[str]], ...] = (
        ("about_assistant", ABOUT_DOCUMENTS),
        ("about_assistant", ABOUT_ASSISTANT),
        ("advice", ADVICE),
        ("opinion", OPINION),
    )
    return next((manner for manner, form in forms if _all_ask(asked, form)), None)


def _asked(text: str) -> list[str]:
    """The sentences that ask: those with a question mark; where there is none, both of two, or the last of more."""
    said = [plain(each).casefold() for each in typed_sentences(without_courtesy(text))]
    said = [each for each in said if each.strip(" .?!") and courtesy(each) is None]
    questions = [each for each in said if each.endswith("?")]
    return questions or (said if len(said) <= 2 else said[-1:])


def _all_ask(asked: list[str], manner: re.Pattern[str]) -> bool:
    """True where a sentence asks in this manner, and every question does; none may ask for what the texts say."""
    asking = [each for each in asked if manner.search(each) and not OF_THE_TEXT.search(each)]
    return bool(asking) and all(each in asking for each in asked if each.endswith("?"))


def _suggestions(text: str, corpus: Corpus) -> tuple[str, ...]:
    """A question that the texts can answer: about what the reader named, else about what they name most."""
    documents = list(corpus.documents.values())
    known = names(corpus)
    if not documents or not known:
        return ()
    first = next((each for each in documents if each.kind == "primary"), documents[0])
    kinds = Counter(name.head for name in known)
    usual = next(name for name in known if kinds[name.head] == max(kinds.values()))
    topic = next(named_in(text, known), usual)
    return (f"What does {called(first)} say about the {topic.text}?",)


def _documents(corpus: Corpus) -> str:
    """Which documents there are, as a sentence or two."""
    documents = list(corpus.documents.values())
    if not documents:
        return "I have no documents yet, so there is nothing that I could answer from."
    listed = [_described(each) for each in documents[:_LISTED]]
    if more := len(documents) - len(listed):
        listed.append("another one" if more == 1 else f"{more} others")
    joined = listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"
    return f"I know {joined}. I answer from nothing else."


def _described(document: Document) -> str:
    what = "the official text" if document.kind == "primary" else "coverage"
    by = f" by {document.publisher}" if document.publisher else ""
    return f"“{document.title}”{by} ({what})"

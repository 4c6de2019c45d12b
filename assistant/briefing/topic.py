"""The topic of a briefing: what somebody typed, and where the texts speak of it, by exact search."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.errors import BriefingError, shown
from assistant.judge.verdict import readable
from assistant.questions import checked_characters
from assistant.wholetext.saying import listed
from assistant.wholetext.terms import find, has_root, occurrences, words_of
from assistant.wholetext.variants import same
from vectorstore.documents import Clause, Corpus, Document, Filters, Kind, Passage, Span
from vectorstore.words import stems

MAX_TOPIC = 120
"""Characters."""
_ROLES = ("paragraph", "commitment", "item")
_JOINTS = re.compile(r"\s*[,;/]\s*(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+", re.IGNORECASE)
_SPEAKS_ON = re.compile(r"(?:This|These|It|They|Such|Our discussions)\b")
"""A sentence that begins so goes with the one before it."""
_NEAREST = 3


@dataclass(frozen=True)
class Topic:
    """What a briefing is about."""

    text: str
    terms: tuple[str, ...]
    """What of it stands in the texts."""
    absent: tuple[str, ...]
    """What of it was looked for and stands nowhere."""
    places: tuple["Bearing", ...]
    """In reading order, document by document."""

    def of(self, kind: Kind, corpus: Corpus) -> tuple["Bearing", ...]:
        """The places in one kind of source."""
        return tuple(each for each in self.places if corpus.documents[each.clause.document_id].kind == kind)


@dataclass(frozen=True)
class Bearing:
    """A clause, and those of its sentences that bear on the topic."""

    clause: Clause
    sentences: tuple[Span, ...]

    def words(self, corpus: Corpus) -> int:
        """How many words these sentences have."""
        return sum(len(corpus.quote(self.clause.document_id, each).split()) for each in self.sentences)


def checked_topic(text: str) -> str:
    """A topic on one line, without white space and marks at its ends.

    Raises:
        BriefingError: `empty`, `topic_too_long` or `language`.
        QuestionError: `control_character` or `lone_surrogate`.
    """
    checked_characters(text)
    plain = " ".join(text.split()).strip(" .,;:?!\"'“”")
    if not plain:
        told = 'The topic is empty. Send a few words, such as "semiconductors", or a list of questions instead.'
        raise BriefingError(told, code="empty")
    if len(plain) > MAX_TOPIC:
        raise BriefingError(
            f"The topic has {len(plain):,} characters; {MAX_TOPIC} are allowed. Name it in a few words, and send "
            "sentences as questions.",
            code="topic_too_long",
        )
    if readable(plain) is not None:
        raise BriefingError(
            f"The topic {shown(plain)} cannot be read. Only English can be read so far, and so are the texts.",
            code="language",
        )
    return plain


def read_topic(text: str, corpus: Corpus, filters: Filters) -> Topic | None:
    """Where the allowed texts speak of a topic; null where none has its words.

    The whole phrase is looked for in all its forms; else the parts that commas and "and" join; else sentences that have
    all of its words.
    """
    documents = [each for each in corpus.documents.values() if filters.allows(each)]
    for terms in ([text], [each for each in _JOINTS.split(text) if each]):
        found = [each for each in terms if _stands(each, documents, corpus)]
        if found:
            return Topic(text, tuple(found), tuple(set(terms) - set(found)), tuple(_bearing(found, documents, corpus)))
    places = tuple(_with_all_words(text, documents, corpus))
    return Topic(text, (text,), (), places) if places else None


def not_covered(text: str, nearest: Sequence[Passage], corpus: Corpus, documents: int) -> BriefingError:
    """The error for a topic whose words stand nowhere, with the clauses that are nearest in meaning."""
    near = [each.clause.label for each in nearest if each.clause.role in _ROLES][:_NEAREST]
    texts = {1: "The text does not", 2: "Neither text"}.get(documents, "None of the texts")
    told = f"{texts} {'mention' if documents == 1 else 'mentions'} {shown(text)} (searched word for word)."
    advice = f" Nearest in meaning: {'; '.join(near)}. Name the topic in their words." if near else ""
    return BriefingError(f"{told} A briefing is made of what the texts say.{advice}", code="topic_not_covered")


def searched_for(topic: Topic) -> str:
    """ "semiconductors", "AI and quantum": what was found."""
    return listed(topic.terms)


def _stands(term: str, documents: Sequence[Document], corpus: Corpus) -> bool:
    return any(
        each.clause is not None and each.clause.role in _ROLES
        for document in documents
        for each in occurrences(_forms(term, corpus), document, corpus)
    )


def _forms(term: str, corpus: Corpus) -> tuple[str, ...]:
    return same(re.sub(r"^the ", "", term, flags=re.IGNORECASE), corpus)


def _bearing(terms: Sequence[str], documents: Sequence[Document], corpus: Corpus) -> Iterator[Bearing]:
    forms = [form for term in terms for form in _forms(term, corpus)]
    for document in documents:
        for clause in corpus.of(document.id):
            if clause.role not in _ROLES:
                continue
            said = {
                span for span in clause.sentences if any(find(form, corpus.quote(document.id, span)) for form in forms)
            }
            if said:
                yield Bearing(clause, _continued(clause, said, corpus))


def _with_all_words(text: str, documents: Sequence[Document], corpus: Corpus) -> Iterator[Bearing]:
    telling = [word for word in words_of(text) if stems(word)]
    if not telling or not all(has_root(word, documents) for word in telling):
        return
    for document in documents:
        for clause in corpus.of(document.id):
            texts = {span: corpus.quote(document.id, span) for span in clause.sentences}
            said = {span for span, each in texts.items() if all(find(word, each) for word in telling)}
            if said and clause.role in _ROLES:
                yield Bearing(clause, _continued(clause, said, corpus))


def _continued(clause: Clause, said: set[Span], corpus: Corpus) -> tuple[Span, ...]:
    """With the sentences that speak on of one that bears on it: "This MOC will ..."."""
    found = set(said)
    for before, after in pairwise(clause.sentences):
        if before in found and _SPEAKS_ON.match(corpus.quote(clause.document_id, after)):
            found.add(after)
    return tuple(each for each in clause.sentences if each in found)

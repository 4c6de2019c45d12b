"""Does a text mention something, where, and how often: exact search over the whole texts."""

from collections.abc import Sequence

from assistant.answers import Reply
from assistant.wholetext import mention_lines as say
from assistant.wholetext.kinds import kind_asked
from assistant.wholetext.mention_lines import Found
from assistant.wholetext.mention_questions import MentionQuestion, read_question, terms_named
from assistant.wholetext.names import is_name_in, name_like
from assistant.wholetext.scope import Asked
from assistant.wholetext.terms import AbsentTerm, Occurrence, gone, has_root, occurrences, words_of
from assistant.wholetext.variants import as_listed, same, searched_too, stands_for
from vectorstore.documents import Corpus, Document, Role
from vectorstore.words import stems


def mentions(asked: Asked, corpus: Corpus) -> Reply | None:
    """The answer to a question of mentions; null where it is none, or where a search for words cannot settle it."""
    question = read_question(asked, corpus) or kind_asked(asked)
    if question is None:
        return None
    found = [_searched(term, asked.allowed, corpus, question.roles) for term in question.terms]
    here = [each for each in found if each.within(question.documents)]
    if question.roles and not here:
        return None  # that no commitment has it does not mean that the text has it not
    if len(here) < len(found) and not _certain(question, [each for each in found if each not in here], asked.allowed):
        return None
    if not any(each.places for each in found):
        also = [other for term in question.terms for other in (*searched_too(term), *stands_for(term)[:1])]
        return say.nowhere(found, asked.allowed, also, corpus)
    if not here:
        return say.elsewhere(found, question.documents, corpus, whether=question.manner == "whether")
    told = say.whether_mentioned if question.manner == "whether" else say.where
    return told(found, question.documents, corpus)


def absent_terms(asked: Asked, corpus: Corpus) -> tuple[AbsentTerm, ...]:
    """The terms of a question of mentions that stand in no document that may be searched, nor some word of theirs."""
    question = read_question(asked, corpus)
    if question is None:
        return ()
    absent = [AbsentTerm(term, gone(term, asked.allowed)) for term in question.terms]
    return tuple(each for each in absent if each.gone and not _searched(each.text, asked.allowed, corpus).places)


def searched_terms(said: str, asked: Asked, corpus: Corpus, *, commitments: bool) -> list[Found]:
    """Where the terms that these words of a question name stand; empty where they are a description, not terms."""
    roles: frozenset[Role] = frozenset({"commitment", "item"}) if commitments else frozenset()
    terms = terms_named(said, asked, corpus, word_asked=False)
    return [_searched(term, asked.allowed, corpus, roles) for term in terms]


def _searched(term: str, documents: Sequence[Document], corpus: Corpus, roles: frozenset[Role] = frozenset()) -> Found:
    terms = same(term.removeprefix("the "), corpus)
    places = [
        (document, tuple(each for each in occurrences(terms, document, corpus) if _has_role(each, roles)))
        for document in documents
    ]
    found = tuple((document, each) for document, each in places if each)
    return Found(_shown(term, found, documents), terms, found)


def _shown(term: str, found: Sequence[tuple[Document, Sequence[Occurrence]]], documents: Sequence[Document]) -> str:
    """A name that is asked for in small letters as the texts write it, or the reviewed list."""
    if term != term.lower():
        return term
    if found and is_name_in(term, documents):
        document, places = found[0]
        return document.text[places[0].span[0] : places[0].span[1]]
    return as_listed(term)


def _has_role(place: Occurrence, roles: frozenset[Role]) -> bool:
    return not roles or (place.clause is not None and place.clause.role in roles)


def _certain(question: MentionQuestion, missing: Sequence[Found], allowed: Sequence[Document]) -> bool:
    """True where the absence of the words is the answer: of a word that is asked for, or of names.

    A description that the text may put in other words, or a name all of whose words are there, is not certain.
    """
    if question.word_asked:
        return True
    unsure = [each for each in missing if not stands_for(each.term)]
    gone = [
        [word for word in words_of(each.term) if stems(word) and not _has_word(word, question.documents)]
        for each in unsure
    ]
    if not unsure:
        return True
    if not all(gone):
        return False
    return any(name_like(word) or is_name_in(word, allowed) for words in gone for word in words)


def _has_word(word: str, documents: Sequence[Document]) -> bool:
    forms = (word, *stands_for(word))
    return any(has_root(form, documents) for form in forms if len(words_of(form)) == 1)

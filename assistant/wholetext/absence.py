"""Names of a question, or of a quote, that occur nowhere in the texts they are looked for in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.wholetext import mentions, topics
from assistant.wholetext.names import name_like, names
from assistant.wholetext.scope import read
from assistant.wholetext.terms import AbsentTerm, find, has_root, have_together, words_of
from assistant.wholetext.variants import same, stands_for
from assistant.wholetext.wording import bare
from vectorstore.documents import Corpus, Document, Filters
from vectorstore.words import stems


@dataclass(frozen=True)
class Sought:
    """The names, numbers and capitalised phrases of a question, in order, by whether some allowed text has them."""

    found: tuple[str, ...]
    absent: tuple[str, ...]


def sought(text: str, corpus: Corpus, filters: Filters) -> Sought:
    """What a question names, looked for in the allowed texts.

    Searched by word and stem, and by known variants: other ways to write a name, its adjective, a capital that
    stands for its country. The name of a document is never absent.
    """
    documents = [document for document in corpus.documents.values() if filters.allows(document)]
    stands = {name: _stands(name, documents, corpus) for name in names(_unsigned(text, corpus, filters))}
    return Sought(
        found=tuple(name for name in stands if stands[name]), absent=tuple(name for name in stands if not stands[name])
    )


def absent_topics(text: str, corpus: Corpus, filters: Filters) -> tuple[AbsentTerm, ...]:
    """What a question asks for that no allowed text has: of one for all there is on it, or whether it is mentioned.

    The texts may put it in other words.
    """
    asked = read(bare(text), corpus, filters)
    return () if asked is None else mentions.absent_terms(asked, corpus) or topics.absent_topics(asked, corpus)


def not_in_primary(quotes: Iterable[str], corpus: Corpus) -> tuple[str, ...]:
    """The names and numbers of quotes from coverage that no official text has, in order, each once."""
    official = [document for document in corpus.documents.values() if document.kind == "primary"]
    if not official:
        return ()
    found = dict.fromkeys(name for quote in quotes for name in names(quote))
    return tuple(name for name in found if not _stands(name, official, corpus))


def _unsigned(text: str, corpus: Corpus, filters: Filters) -> str:
    """The question without the names of documents in it."""
    asked = read(text, corpus, filters)
    return text if asked is None else re.sub(r"<D\d>", " ", asked.text)


def _stands(term: str, documents: Sequence[Document], corpus: Corpus) -> bool:
    """True where some text has the term, a variant, or the words that make it a name near each other."""
    forms = (*same(term, corpus), *stands_for(term))
    if any(find(form, document.text) for form in forms for document in documents):
        return True
    telling = [word for word in words_of(term) if stems(word) and (name_like(word) or len(words_of(term)) == 1)]
    if len(telling) > 1 and not any(_has_variant(word, documents, corpus) for word in telling):
        return have_together(telling, documents)
    return bool(telling) and all(has_root(word, documents) or _has_variant(word, documents, corpus) for word in telling)


def _has_variant(word: str, documents: Sequence[Document], corpus: Corpus) -> bool:
    forms = (*same(word, corpus)[1:], *stands_for(word))
    return any(find(form, document.text) for form in forms for document in documents)

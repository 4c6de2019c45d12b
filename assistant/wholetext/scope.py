"""Which documents a question names: each mention of one becomes a sign in it, such as <D0>."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from assistant.by_corpus import by_corpus
from vectorstore.documents import Corpus, Document, Filters, Kind

Sign = Callable[[str, Sequence[Document]], str]
D = r"(?:<D\d>)"
"""A pattern for a document in a question as `read` gives it."""

_PRIMARY = (
    r"official (?:text|document|version|wording|agreement|paper)|primary (?:text|document|source)|agreement|treaty|deal"
    r"|pact|declaration|joint (?:statement|declaration)|communiqu[eé]|political document|text|document|paper"
)
_COVERAGE = (
    r"(?:(?:news|press|media|trade|online|web|magazine|newspaper) )?(?:article|coverage|write-up|writeup|commentary"
    r"|blog(?: ?post)?|news (?:item|story)|story|piece|press release|post|report)"
)
_ALL = (
    r"(?:both|both of the|both of your|either of the|neither of the|all|all the|all of the|any of the|each of the"
    r"|the two"
    r"|the|these|those|your|your two|our|my|two) (?:texts|documents|sources|files|papers|materials)"
    r"|(?:either|each|any|every|neither) (?:text|document|source|file|paper)|(?:both|either|neither)(?= of them\b)"
)
_OF = r"(?:article|piece|post|coverage|report|write-up|text|story|account|page|summary|commentary|document|item)"
_THE = r"(?:(?:the|this|that|your|our) )?(?:(?:actual|whole|full|entire|complete|original|said|new|above|supplied) )*"


@dataclass(frozen=True)
class Reference:
    """Words of a question that name documents."""

    words: str
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Asked:
    """A question read for the documents that it names, within those that may be searched."""

    text: str
    """With a sign for each reference."""
    references: tuple[Reference, ...]
    allowed: tuple[Document, ...]

    def named(self, words: str | None = None) -> tuple[Document, ...]:
        """The documents that the signs in these words (null: in the question) stand for; empty where there is none."""
        signs = re.findall(r"<D(\d)>", self.text if words is None else words)
        ids = {document.id for sign in signs for document in self.references[int(sign)].documents}
        return tuple(document for document in self.allowed if document.id in ids)

    def asked(self, words: str | None = None) -> tuple[Document, ...]:
        """The same; where none is named, all."""
        return self.named(words) or self.allowed

    def restored(self, words: str) -> str:
        """Words of the question as they were asked."""
        return re.sub(r"<D(\d)>", lambda sign: self.references[int(sign[1])].words, words)


def read(text: str, corpus: Corpus, filters: Filters) -> Asked | None:
    """The question with its documents; null where it names one that the filters leave out."""
    references: list[Reference] = []

    def sign(words: str, documents: Sequence[Document]) -> str:
        references.append(Reference(words, tuple(documents)))
        return f"<D{len(references) - 1}>" if len(references) <= 10 else words

    for calling in _callings(corpus):
        if calling.literal in text.casefold():
            put = partial(_signed, documents=calling.documents, sign=sign)
            text = _compiled(calling.pattern).sub(put, text)
    text = _joined(text, references, sign)
    allowed = tuple(document for document in corpus.documents.values() if filters.allows(document))
    if references:
        ids = {each.id for each in allowed}
        if any(ids.isdisjoint(one.id for one in each.documents) for each in references if each.documents):
            return None
    return Asked(text, tuple(references), allowed)


@dataclass(frozen=True)
class _Names:
    """What a document may be called by its name."""

    kind: Kind
    names: tuple[str, ...]
    titles: tuple[str, ...]
    author: str | None
    """Names a document only together with a word for it: "Mary Lind's article"."""

    @classmethod
    def of(cls, document: Document) -> "_Names":
        title = document.title.partition(":")[0]
        titles = dict.fromkeys([document.title, title] if len(title.split()) > 1 else [document.title])
        names = dict.fromkeys(
            each.removeprefix("The ").removeprefix("the ") for each in (document.name, document.publisher) if each
        )
        return cls(document.kind, tuple(names), tuple(each.removeprefix("The ") for each in titles), document.author)


@dataclass(frozen=True)
class _Calling:
    """A way to call documents."""

    literal: str
    """What stands in every text that the pattern fits, in lower case: most questions have none of hundreds of names."""
    pattern: str
    documents: tuple[Document, ...]


@by_corpus
def _callings(corpus: Corpus) -> Sequence[_Calling]:
    """The ways to call the documents, the surest first."""
    known = [(_Names.of(each), each) for each in corpus.documents.values()]
    made = [
        _Calling(title.casefold(), rf"\"?{_THE}{re.escape(title)}\"?", (document,))
        for each, document in known
        for title in each.titles
    ]
    for each, document in known:
        made += [_Calling(name.casefold(), _by_name(re.escape(name)), (document,)) for name in each.names]
        made += (
            [_Calling(each.author.casefold(), _of_author(re.escape(each.author)), (document,))] if each.author else []
        )
    made.append(_Calling("", _ALL, tuple(document for _, document in known)))
    for kind, nouns in (("primary", _PRIMARY), ("coverage", _COVERAGE)):
        meant = tuple(document for each, document in known if each.kind == kind)
        if meant:
            pattern = rf"(?:the|this|your|our) (?:(?:actual|whole|full|entire|new) )?(?:{nouns})"
            made.append(_Calling("", pattern, meant))
    return made


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w<-])(?:{pattern})(?![\w-])(?: (?:itself|themselves))?", re.IGNORECASE)


def _signed(found: re.Match[str], documents: Sequence[Document], sign: Sign) -> str:
    return sign(found[0], documents)


def _by_name(name: str) -> str:
    """ "the Accord", "the UK-Japan Accord", "techUK's article", "the article by techUK"."""
    return (
        rf"{_THE}(?:\w+-\w+ )?{name}'s? {_OF}|{_THE}{name}(?: (?:text|document|article))"
        rf"|(?:the|this|that) {_OF} (?:by|from|of|on) {_THE}{name}|{_THE}(?:\w+-\w+ )?{name}"
    )


def _of_author(name: str) -> str:
    """ "Mary Lind's article", "the article by Mary Lind"."""
    return rf"{_THE}{name}'s? {_OF}|(?:the|this|that) {_OF} (?:by|from|of) {_THE}{name}"


def _joined(text: str, references: list[Reference], sign: Sign) -> str:
    """Two references that belong together as one: "both the Accord and techUK", "the text of the Accord"."""
    text = re.sub(rf"(?:the )?(?:full |whole )?(?:text|wording|words|body|pages) of ({D})", r"\1", text)
    text = re.sub(rf"({D}) of ({D})", r"\2", text)

    def one(found: re.Match[str]) -> str:
        both = [references[int(found[at])] for at in (1, 2)]
        words = found[0].replace(f"<D{found[1]}>", both[0].words).replace(f"<D{found[2]}>", both[1].words)
        return sign(words, (*both[0].documents, *both[1].documents))

    return re.sub(r"(?:(?:both|either|neither) )?<D(\d)>,? (?:and|or|nor|and in|or in|and by) <D(\d)>", one, text)

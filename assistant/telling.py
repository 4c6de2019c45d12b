"""Names that tell which clauses are meant: "the Aldmere Fund" where many clauses are about funds and one about this."""

from collections.abc import Sequence

from assistant.wholetext.names import names as named
from assistant.wholetext.terms import find
from vectorstore.documents import Corpus, Passage

DEEP = 50
"""How many passages are looked through for a name."""


def phrases(question: str) -> list[str]:
    """The names of several words in a question; a name of one word is as often that of a country."""
    return [each for each in named(question) if " " in each]


def telling_first(found: Sequence[Passage], names: Sequence[str], corpus: Corpus, most: int) -> list[Passage]:
    """The same passages, those that say one of these names before those that only resemble them.

    A name that more than `most` of them say tells nothing.
    """
    saying: set[str] = set()
    for name in names:
        have = [each.clause.id for each in found if find(name, corpus.text(each.clause))]
        saying.update(have if len(have) <= most else ())
    return sorted(found, key=lambda each: each.clause.id not in saying)

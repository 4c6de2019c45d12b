"""The answer to a question about the whole text, where it is one."""

from assistant.answers import Reply
from assistant.wholetext import counts, cues, facts, meanings, mentions, overview
from assistant.wholetext.scope import read
from assistant.wholetext.wording import bare
from vectorstore.documents import Corpus, Filters

_SUBJECTS = (
    meanings.meanings,
    facts.facts,
    cues.cues,
    mentions.mentions,
    counts.counts,
    overview.overview,
)
MOST_CHARACTERS = 300
"""Of a question without its politeness: longer ones are never about the whole text alone."""


def whole_text(text: str, corpus: Corpus, filters: Filters) -> Reply | None:
    """The reply established from the whole records; null where the question is not about the whole text."""
    wording = bare(text)
    if not 0 < len(wording) <= MOST_CHARACTERS:
        return None
    asked = read(wording, corpus, filters)
    if asked is None or not asked.allowed:
        return None
    for subject in _SUBJECTS:
        if (reply := subject(asked, corpus)) is not None:
            return reply
    return None

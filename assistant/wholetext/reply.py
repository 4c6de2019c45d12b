"""The answer to a question about the whole text, where it is one."""

from functools import partial

from assistant.answers import Reply
from assistant.commitments.reading import Read
from assistant.wholetext import counts, cues, facts, meanings, mentions, overview
from assistant.wholetext.scope import read
from assistant.wholetext.wording import bare
from vectorstore.documents import Corpus, Filters

MOST_CHARACTERS = 300
"""Of a question without its politeness: longer ones are never about the whole text alone."""


def whole_text(text: str, corpus: Corpus, filters: Filters, read_promises: Read) -> Reply | None:
    """The reply established from the whole records; null where the question is not about the whole text."""
    wording = bare(text)
    if not 0 < len(wording) <= MOST_CHARACTERS:
        return None
    asked = read(wording, corpus, filters)
    if asked is None or not asked.allowed:
        return None
    subjects = (
        meanings.meanings,
        facts.facts,
        partial(cues.cues, read_promises=read_promises),
        mentions.mentions,
        counts.counts,
        overview.overview,
    )
    for subject in subjects:
        if (reply := subject(asked, corpus)) is not None:
            return reply
    return None

"""A written answer: what a language model writes of the passages, as far as the passages carry it.

Every sentence is shown only once a sentence of a source carries it (`assistant.writing.support`), and cites that one,
whatever number the model gave it. One that none carries gives way to the quote that it should have rested on, or to
nothing; so does one that is carried by what has little to do with the question. What bears on the question and is not
in what was written is quoted after it.
"""

import logging
import re
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from itertools import islice

from assistant.answers import Draft, Fallback, Statement, WrittenSentences
from assistant.choose import Sentence, by_clause
from assistant.errors import Stopped
from assistant.models.model import ChatModel, ModelError, fallback_of
from assistant.prompt import READ, question_messages, to_write
from assistant.quoting import chosen_for
from assistant.writing.page import Page
from assistant.writing.sentences import Written, sentences
from assistant.writing.support import Ground, fault, ground_of
from vectorstore.documents import Corpus, Passage
from vectorstore.words import stems

MOST_TOKENS = 160
_CHARACTERS = 8
"""Of a token, at most, that are read."""
MOST_SENTENCES = 5
SHARED = 0.5
"""Share of a sentence's words that a source's sentence must have to be quoted in its place."""
BEARS = 0.75
"""Share of the best sentence's score from which another one has to do with the question."""

log = logging.getLogger(__name__)


def write(
    model: ChatModel,
    question: str,
    passages: Sequence[Passage],
    corpus: Corpus,
    *,
    timeout: float,
    stop: threading.Event,
    asker: str | None = None,
    of: int = 1,
) -> Generator[Statement, None, tuple[Draft | None, Fallback | None, WrittenSentences]]:
    """The statements as they pass; last the whole draft, why it ended early, and what became of the sentences.

    There is no draft where nothing of what was written may be shown. `timeout` is in seconds.

    Raises:
        Stopped: whoever asked has gone.
    """
    asked = to_write(question_messages(question, passages, corpus))
    quotes = chosen_for(question, passages, corpus, of=of)
    sources = _sources(passages, quotes, corpus)
    page, fallback = Page(corpus), None
    try:
        with closing(model.write(asked, most=MOST_TOKENS, timeout=timeout, stop=stop, asker=asker)) as pieces:
            for each in islice(sentences(pieces, MOST_TOKENS * _CHARACTERS), MOST_SENTENCES):
                yield from _checked(each, passages, sources, page)
    except ModelError as error:
        if stop.is_set():
            raise Stopped from error
        log.warning("an answer is not written: %s", error)
        fallback = fallback_of(error)
    if not page.counts.kept:
        return None, fallback, page.counts
    for quote in quotes:
        yield from page.quote(quote)
    return page.draft, fallback, page.counts


def _sources(passages: Sequence[Passage], quotes: Sequence[Sentence], corpus: Corpus) -> list[Sentence]:
    """The sentences that the model was shown and that have to do with the question."""
    shown = [each for clause in by_clause(passages[:READ], corpus) for each in clause]
    best = max((each.score for each in shown), default=0.0)
    quoted = {each.clause.id for each in quotes}
    return [each for each in shown if each.score >= BEARS * best or each.clause.id in quoted]


def _checked(
    written: Written, passages: Sequence[Passage], sources: Sequence[Sentence], page: Page
) -> Iterator[Statement]:
    """What may be shown of one written sentence: itself, the quote it should have rested on, or nothing."""
    cited = {passages[number - 1].clause.id for number in written.cites if 1 <= number <= min(READ, len(passages))}
    for source in sorted(sources, key=lambda each: each.clause.id not in cited):
        ground = ground_of(source.clause, source.span, page.corpus)
        text = _as_ours(written.text, ground)
        if fault(text, ground) is None:
            yield from page.keep(text, source, copied=text == ground.text)
            return
    meant = _meant(written, [each for each in sources if each.clause.id in cited] or sources, page.corpus)
    if meant is None:
        page.drop()
    else:
        yield from page.replace(meant)


def _as_ours(text: str, ground: Ground) -> str:
    """The sentence as we may say it of two countries that call themselves "we"; what is in quotation marks stays."""
    if "“" in text or not (ground.promise or re.search(r"\b(?:we|our)\b", ground.text, re.IGNORECASE)):
        return text
    text = re.sub(r"^(?:We|They)\b", "The two countries", text)
    first = text.split(" ", 1)[0]
    if ground.promise and ground.text.startswith(f"{first} "):  # a bullet, as it stands there
        text = f"The two countries will {text[0].lower()}{text[1:]}"
    return re.sub(r"\bour\b", "their", text)


def _meant(written: Written, sources: Sequence[Sentence], corpus: Corpus) -> Sentence | None:
    """The sentence that has most of the written one's words, where it has enough of them."""
    said = set(stems(written.text))

    def share(source: Sentence) -> float:
        return len(said & set(stems(corpus.quote(source.clause.document_id, source.span)))) / max(len(said), 1)

    best = max(sources, key=share, default=None)
    return best if best is not None and share(best) >= SHARED else None

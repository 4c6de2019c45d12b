"""The bundled corpus, and a made-up one with other names and another build: nothing may hang on the first."""

from functools import partial

import pytest

from assistant.answers import Answer
from assistant.commitments.checked import checked_promises
from assistant.render import render
from assistant.verify import verify
from assistant.wholetext.reply import whole_text
from ingest.read import read
from ingest.sources import Record, Source, bundled
from vectorstore.documents import EVERYTHING, make_corpus

COMPACT = """# The Tallinn Compact: A Framework for Baltic Waters

Estonia and Finland share one sea. They have sailed it for a thousand years.

The harbours of both countries receive too much waste from ships. The fish of the gulf are counted too rarely by marine
biologists.

## Clean Harbours

To keep our ports free of waste, we will:

- Establish a Baltic Water Council (BWC) that meets twice a year, with members from every port.
- Cut the waste that ships leave in harbours by 2035.
- Explore a joint levy on ballast water.

## Marine Science

Building on the work of our universities, we will:

- Publish SALT (Shared Aquifer Levels Toolkit) by the end of 2032.
- Count herring and cod every spring. The BWC will publish the figures.
- Train forty marine biologists at the Kotka Institute, with support from the EMFAF.
- Continue to consider a research vessel.
"""
ARTICLE = """# Ministers shake hands over the sea

On March 4th, ministers presented the Tallinn Compact in the old town hall. Nordlink will lay a cable for the sensors.

The BWC will have its seat in Kotka, said Aino Rask.

Mary Lind
"""


def _corpus(sources):
    made = [read(source) for source in sources]
    return make_corpus([each.document for each in made], [clause for each in made for clause in each.clauses])


@pytest.fixture(scope="session")
def accord():
    return _corpus(bundled().sources)


@pytest.fixture(scope="session")
def baltic():
    compact = Record(
        id="compact",
        file="compact.md",
        kind="primary",
        name="The Compact",
        title="The Tallinn Compact: A Framework for Baltic Waters",
        author="The Ministers of Estonia and Finland",
        place="Tallinn",
        published="2031-03-04",
    )
    article = Record(
        id="post",
        file="post.md",
        name="Harbour Post",
        publisher="Harbour Post",
        author="Mary Lind",
        url="https://post.example/1",
    )
    texts = ((compact, COMPACT), (article, ARTICLE))
    return _corpus(
        Source(record.file, record, "made", lambda text=text: text.encode("utf-8")) for record, text in texts
    )


class Asker:
    """Asks one corpus, and looks at every reply: all of it must pass verification."""

    def __init__(self, corpus) -> None:
        self.corpus = corpus

    def reply(self, text, filters=EVERYTHING):
        found = whole_text(text, self.corpus, filters, partial(checked_promises, self.corpus))
        if found is not None:
            assert verify(found.draft, [], self.corpus) == found.draft, text
            numbers = [each.number for each in (*found.draft.citations, *found.nearest)]
            assert numbers == list(range(1, len(numbers) + 1)), text
        return found

    def text(self, text, filters=EVERYTHING):
        """What a reader sees."""
        found = self.reply(text, filters)
        assert found is not None, text
        answer = Answer(
            id="", conversation_id=None, question=text, standalone_question=text, outcome=found.outcome,
            statements=found.draft.statements, citations=found.draft.citations, nearest=found.nearest,
            corpus_version=self.corpus.version, created_at="",
        )  # fmt: skip
        return render(answer)

    def cited(self, text, filters=EVERYTHING):
        """The ids of the clauses that are cited, in order, each once."""
        found = self.reply(text, filters)
        assert found is not None, text
        return list(dict.fromkeys(each.clause_id for each in found.draft.citations))


@pytest.fixture(scope="session")
def ask(accord):
    return Asker(accord)


@pytest.fixture(scope="session")
def ask_baltic(baltic):
    return Asker(baltic)

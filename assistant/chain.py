"""The assistant and its search as LangChain parts, so that both fit into anybody's chain; the only door to it."""

import os
from collections.abc import Iterator
from typing import Any

# Before langchain_core is imported: nobody's questions are sent to a tracing service.
os.environ.setdefault("LANGSMITH_TRACING", "false")

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig

from assistant.answers import Answer
from assistant.ask import Assistant
from assistant.checking import known
from assistant.events import Event
from assistant.questions import Question, checked_text
from vectorstore.documents import EVERYTHING, Filters


class AccordChain(Runnable[str | Question, Answer | Event]):
    """`invoke` and `batch` give answers; `stream` gives the events on the way, last the one with the answer.

    A question is text, and then nothing is kept of it, or a `Question`. Raises as `Assistant.events`.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def invoke(self, input: str | Question, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        """The whole answer."""
        answer: Answer = self._call_with_config(self._answer, input, config, run_type="chain")  # type: ignore[assignment]
        return answer

    def stream(
        self, input: str | Question, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Answer | Event]:
        """Status, passages and statements as they come, and last the answer."""
        yield from self._assistant.events(_question(input))

    def _answer(self, asked: str | Question) -> Answer:
        return self._assistant.ask(_question(asked))


class AccordRetriever(BaseRetriever):
    """The hybrid search as a LangChain retriever: one LangChain document for each clause, scores in its metadata."""

    assistant: Any
    """An `Assistant`; LangChain's models take no plain class as a type."""
    limit: int = 8
    filters: Filters = EVERYTHING

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        assistant: Assistant = self.assistant
        corpus = assistant.store.corpus
        passages = assistant.store.search_in(corpus, checked_text(query), self.limit, known(self.filters, corpus))
        return [
            LangChainDocument(
                id=passage.clause.id,
                page_content=corpus.text(passage.clause),
                metadata={
                    "document_id": passage.clause.document_id,
                    "kind": corpus.documents[passage.clause.document_id].kind,
                    "label": passage.clause.label,
                    "start": passage.clause.start,
                    "end": passage.clause.end,
                    "score": passage.score,
                    "clause_score": passage.scores.clause,
                    "sentence_score": passage.scores.sentence,
                    "words_score": passage.scores.words,
                },
            )
            for passage in passages
        ]


def _question(asked: str | Question) -> Question:
    return Question(text=asked, store=False) if isinstance(asked, str) else asked

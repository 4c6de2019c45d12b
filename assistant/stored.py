"""Kept answers as values again, and what has changed in the texts since."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from assistant.answers import Answer, Citation
from vectorstore.documents import Corpus

_ANSWER = TypeAdapter(Answer)


def stored(body: Mapping[str, Any]) -> Answer:
    """The answer that was kept as `Answer.as_dict` has it, by this version or an earlier one."""
    return _ANSWER.validate_python(body)


def since(answer: Answer, corpus: Corpus) -> Answer:
    """The answer with those citations marked whose clause has another text now, or is gone."""

    def marked(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(replace(each, changed=_changed(each, corpus)) for each in citations)

    return replace(answer, citations=marked(answer.citations), nearest=marked(answer.nearest))


def _changed(citation: Citation, corpus: Corpus) -> bool:
    clause = corpus.clauses.get(citation.clause_id)
    return clause is None or clause.hash != citation.clause_hash

"""Answers that staff have cleared: given first, and as they were, to whoever asks the same question again.

The same is the same text, once the question has been read: case, white space, courtesies and the marks at its end
aside. Nothing else that is near counts: a near match would give a cleared answer to another question.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.access.who import Who
from assistant.answers import Answer, Citation, Cleared, cite
from assistant.courtesy import without_courtesy
from assistant.errors import AssistantError
from assistant.events import Event, PassagesEvent, StatementEvent, StatusEvent
from assistant.questions import Question
from assistant.stored import since, stored
from assistant.wholetext.absence import not_in_primary
from vectorstore.accounts import Act, now_text
from vectorstore.cleared import ClearedAnswers, Clearing, StandsOn
from vectorstore.documents import EVERYTHING, Corpus, text_hash
from vectorstore.review import Kept

_END = " .?!,;:…"
_AGAIN = "Ask the question again and clear that answer."
_OF_THE_TEXTS = ("answered", "partial", "uncertain", "not_in_sources")
"""Outcomes of answers that say something of the texts."""


class NotClearable(AssistantError):
    """This answer cannot be given to others as it is."""

    code = "not_clearable"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What was cleared for a question, and whether it is given."""

    answer_id: str
    """Of the answer that was cleared."""
    cleared: Cleared
    invalid: str | None
    """Why it is not given any more; null where it is."""


def question_key(standalone: str) -> str:
    """What two questions share that are the same."""
    said = " ".join(without_courtesy(standalone).casefold().split())
    return text_hash(said.rstrip(_END) or said)


def cleared_answer(kept: ClearedAnswers, asked: Question, standalone: str, corpus: Corpus) -> Answer | None:
    """The answer that was cleared for a question; null where there is none, or another one is insisted on.

    Raises:
        RecordsError: what was cleared cannot be read.
    """
    if asked.filters != EVERYTHING or asked.judge == "model" or asked.composer == "generate":
        return None
    clearing = kept.of_question(question_key(standalone))
    if clearing is None or _invalid(clearing, corpus) is not None:
        return None
    answer = stored(clearing.body)
    citations = tuple(_placed(each, corpus) for each in answer.citations)
    quotes = [each.quote for each in citations] if answer.rests_on == "coverage" else []
    return replace(
        answer,
        citations=citations,
        nearest=tuple(_placed(each, corpus) for each in answer.nearest),
        not_in_primary=not_in_primary(quotes, corpus),
        corpus_version=corpus.version,
        cleared=_cleared(clearing),
    )


def on_the_way(answer: Answer, corpus: Corpus) -> Iterator[Event]:
    """What is told before a cleared answer: in the order of all others, though nothing is searched for."""
    yield StatusEvent("searching")
    yield PassagesEvent((), corpus)
    for statement in answer.statements:
        yield StatementEvent(statement)


def standing(kept: ClearedAnswers, answer: Answer, corpus: Corpus) -> Standing | None:
    """What was cleared for the question of an answer, be it this one or another; null where nothing was."""
    clearing = kept.of_answer(answer.id) or kept.of_question(question_key(answer.standalone_question))
    return standing_of(clearing, corpus) if clearing is not None else None


def standing_of(clearing: Clearing, corpus: Corpus) -> Standing:
    """How it stands with something that was cleared."""
    return Standing(answer_id=clearing.answer_id, cleared=_cleared(clearing), invalid=_invalid(clearing, corpus))


def obstacle(found: Kept, corpus: Corpus) -> str | None:
    """Why an answer cannot be cleared, and what to do instead; null where it can."""
    answer = since(stored(found.body), corpus)
    if answer.outcome not in _OF_THE_TEXTS:
        return "This answer says nothing of the texts, so there is nothing to clear."
    if found.filtered is None:
        return f"It is not known of which documents this was asked: an earlier version has kept it. {_AGAIN}"
    if found.filtered:
        return "This was asked of some of the documents only. Ask the question of all of them and clear that answer."
    cited = (*answer.citations, *answer.nearest)
    if changed := [each.label for each in cited if each.changed or _offset(each, corpus) < 0]:
        return f"{_sentence(_changes(changed))} since this answer was given. {_AGAIN}"
    if _speaks_of_all(answer) and answer.corpus_version != corpus.version:
        return f"This answer speaks of the texts as a whole, which have changed since it was given. {_AGAIN}"
    return None


def clear(kept: ClearedAnswers, found: Kept, corpus: Corpus, who: Who) -> None:
    """From now on this answer is given to whoever asks its question, in place of what was cleared for it before.

    Raises:
        NotClearable: it cannot be given to others as it is.
        RecordsError: it cannot be kept.
    """
    if (told := obstacle(found, corpus)) is not None:
        raise NotClearable(told)
    # How it came about that it was quoted is of no interest to others.
    answer = replace(stored(found.body), fallback=None, hint=None, cleared=None)
    at = now_text()
    kept.put(
        Clearing(
            key=question_key(answer.standalone_question),
            answer_id=answer.id,
            body=answer.as_dict(),
            at=at,
            who=who.label,
            clauses=tuple(_stands_on(answer, corpus)),
            corpus_version=corpus.version if _speaks_of_all(answer) else None,
        ),
        Act(at, who.label, "answer cleared", answer.id),
    )


def withdraw(kept: ClearedAnswers, answer_id: str, who: Who) -> bool:
    """From now on what was cleared of this answer is not given any more; false where nothing was.

    Raises:
        RecordsError: it cannot be kept.
    """
    return kept.withdraw(answer_id, Act(now_text(), who.label, "answer withdrawn", answer_id))


def _cleared(clearing: Clearing) -> Cleared:
    kind, _, name = clearing.who.partition(":")
    return Cleared(at=clearing.at, by=name if kind == "user" else None)


def _stands_on(answer: Answer, corpus: Corpus) -> Iterator[StandsOn]:
    """The clauses that are cited, and those whose "... we will:" they complete."""
    cited = dict.fromkeys(each.clause_id for each in (*answer.citations, *answer.nearest))
    openings = dict.fromkeys(opening for each in cited if (opening := corpus.clauses[each].opening_id) is not None)
    for clause_id in cited | openings:
        clause = corpus.clauses[clause_id]
        yield StandsOn(clause_id, clause.hash, clause.label)


def _speaks_of_all(answer: Answer) -> bool:
    """True where a text elsewhere, or another document, could make it wrong: absences, counts, complete lists."""
    recorded = any(each.support == "records" for each in answer.statements)
    return answer.outcome != "answered" or recorded or bool(answer.looked_for)


def _invalid(clearing: Clearing, corpus: Corpus) -> str | None:
    """Why a cleared answer is not given any more."""
    changed = [each.label for each in clearing.clauses if each.changed or _other(each, corpus)]
    if changed:
        return _changes(changed)
    if clearing.outdated or clearing.corpus_version not in (None, corpus.version):
        return "it speaks of the texts as a whole, which have changed"
    return None


def _other(each: StandsOn, corpus: Corpus) -> bool:
    clause = corpus.clauses.get(each.clause_id)
    return clause is None or clause.hash != each.hash


def _changes(labels: Iterable[str]) -> str:
    *others, last = dict.fromkeys(labels)
    return f"the texts of {', '.join(others)} and {last} have changed" if others else f"the text of {last} has changed"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _offset(citation: Citation, corpus: Corpus) -> int:
    """Where in its clause the quote stands; -1 where it does not."""
    return corpus.text(corpus.clauses[citation.clause_id]).find(citation.quote)


def _placed(citation: Citation, corpus: Corpus) -> Citation:
    """The same quote where its clause stands by now, with the facts of its document as they are by now."""
    clause = corpus.clauses[citation.clause_id]
    span = citation.start, citation.end
    inside = clause.start <= span[0] <= span[1] <= clause.end
    if not inside or corpus.quote(clause.document_id, span) != citation.quote:
        start = clause.start + _offset(citation, corpus)
        span = start, start + len(citation.quote)
    return cite(corpus, clause, span, citation.number)

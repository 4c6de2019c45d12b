"""Why a turn was missed, in one plain sentence, worked out from what was expected, found, judged and shown."""

from collections.abc import Callable
from dataclasses import dataclass

from evals.kept import KeptAnswer, KeptGold, KeptTurn
from evals.metrics import ANSWERING, DECLINING, KEEPING_OUT, facts_shown, without_markers
from evals.report import FAILURES

CAUSES = {
    "failed": "The question failed",
    "answered": "Answered, though the sources do not answer",
    "doubted": "Uncertain, where it should be declined",
    "follow-up": "Not found as a follow-up, found on its own",
    "unsearched": "Nothing was searched for",
    "not-found": "The gold clause was not found",
    "declined": "Declined, though the gold clause was found",
    "uncertain": "Uncertain, though the gold clause was found",
    "not-cited": "Found, but something else is quoted",
    "other-sentence": "Right clause, but the fact is not shown",
    "not-said": "What is expected stands in no gold clause",
    "source": "It rests on another source",
    "outcome": "Another outcome",
    "form": "A quote or marker is not sound",
}
"""What a miss can come from, in the order in which it is looked for."""

_SHOWN = 120


@dataclass(frozen=True)
class Cause:
    """Where a miss comes from: a key of `CAUSES`, and the sentence for this one."""

    name: str
    sentence: str


def is_miss(turn: KeptTurn) -> bool:
    """Whether anything is wrong with a turn."""
    return any(getattr(turn.scores, name) is False for name in FAILURES)


def cause(turn: KeptTurn) -> Cause:
    """The first thing that went wrong with a missed turn."""
    for look in _LOOKS:
        if found := look(turn):
            return found
    wrong = ", ".join(title for name, title in FAILURES.items() if getattr(turn.scores, name) is False)
    return Cause("form", f"Not as it should be: {wrong}.")


def verdict(answer: KeptAnswer) -> str:
    """What the judge decided, with its signals where the answer holds any: "declined (not_in_sources) at 0.41"."""
    signals = ", ".join(f"{name} {value:.2f}" for name, value in answer.signals.items())
    reason = f", {answer.reason}" if answer.reason else ""
    return f"{answer.outcome}{reason}, judge {answer.judge}" + (f" ({signals})" if signals else "")


def _failed(turn: KeptTurn) -> Cause | None:
    return Cause("failed", f"The question failed: {turn.error}.") if turn.answer is None else None


def _kept_out(turn: KeptTurn) -> Cause | None:
    """What should have been kept out and was not."""
    if turn.answer is None or turn.expected.outcome not in KEEPING_OUT or turn.scores.outcome:
        return None
    if turn.answer.outcome in ANSWERING:
        said = f"quotes {_first_quote(turn.answer)}" if turn.answer.citations else f"says “{_cut(turn.answer.text)}”"
        return Cause("answered", f"The sources do not answer this, but the answer {said}: {verdict(turn.answer)}.")
    if turn.answer.outcome == "uncertain":
        return Cause("doubted", f"It should be declined, but the judge could not tell: {verdict(turn.answer)}.")
    return None


def _not_found(turn: KeptTurn) -> Cause | None:
    """Gold that is not among the passages: of any document, or of one of two where both are asked for."""
    missing = _missing_gold(turn)
    if turn.answer is None or not missing or (turn.scores.cited and turn.scores.facts is not False):
        return None
    best = min((each.rank for each in missing if each.rank is not None), default=None)
    rank = f"best rank {best}" if best is not None else "a search without a limit does not find it either"
    which = "The gold clause" if len(missing) == 1 else f"None of the {len(missing)} gold clauses"
    of = f" of {missing[0].document_id}" if turn.kind == "both" else ""
    was = "was not" if len(missing) == 1 else "was"
    sentence = f"{which}{of} {was} among the {len(turn.passages)} passages ({rank})."
    if not turn.passages:
        sentence = f"Nothing was searched for: {verdict(turn.answer)}."
    if turn.turn > 1 and turn.alone is not None and turn.alone.scores.recall_5:
        read = turn.answer.standalone_question
        return Cause(
            "follow-up", f"{sentence} Asked on its own it is found at rank {turn.alone.rank}; it was read as “{read}”."
        )
    return Cause("not-found" if turn.passages else "unsearched", sentence)


def _turned_away(turn: KeptTurn) -> Cause | None:
    """Declined or doubted, though the sources answer."""
    if turn.answer is None or turn.expected.outcome not in ANSWERING or turn.answer.outcome in ANSWERING:
        return None
    rank = _rank(turn)
    although = f"although the gold clause was found at rank {rank}" if rank else "although the sources answer"
    if turn.answer.outcome in DECLINING:
        return Cause("declined", f"The question was turned away {although}: {verdict(turn.answer)}.")
    return Cause("uncertain", f"The judge could not tell {although}: {verdict(turn.answer)}.")


def _not_cited(turn: KeptTurn) -> Cause | None:
    """The gold clause was found, and the answer stands on others."""
    if turn.answer is None or turn.scores.cited is not False:
        return None
    rank = _rank(turn)
    if not turn.answer.citations:
        return Cause("not-cited", f"Found at rank {rank}, but the answer cites nothing.")
    left = [each for each in turn.gold if each.clause_id not in turn.answer.cited]
    of = f" Of {left[0].document_id} nothing that holds gold is cited." if turn.kind == "both" and left else ""
    return Cause("not-cited", f"Found at rank {rank}, but the answer quotes another clause: {_first_other(turn)}.{of}")


def _fact_missing(turn: KeptTurn) -> Cause | None:
    """Rightly cited, and yet a fact is not to be seen."""
    if turn.answer is None or turn.scores.facts is not False:
        return None
    seen = [without_markers(turn.answer.text), *(each.quote for each in (*turn.answer.citations, *turn.answer.nearest))]
    fact = next((fact for fact in turn.expected.facts if not facts_shown([fact], seen)), None)
    if fact is None:
        return None
    named = " or ".join(f"“{words}”" for words in fact[:3])
    cited = [each for each in turn.gold if each.clause_id in turn.answer.cited and facts_shown([fact], [each.text])]
    if cited:
        return Cause(
            "other-sentence",
            f"The right clause is quoted ({cited[0].label}), but the fact {named} stands in another part of it.",
        )
    holding = [each for each in turn.gold if facts_shown([fact], [each.text])]
    if holding:
        rank = f"rank {holding[0].rank}" if holding[0].rank else "not found"
        return Cause("not-cited", f"The fact {named} stands in {holding[0].label} ({rank}), which is not quoted.")
    return Cause(
        "not-said", f"The answer does not say {named}; no gold clause has these words, so it has to be written."
    )


def _other_source(turn: KeptTurn) -> Cause | None:
    if turn.answer is None or turn.scores.rests_on is not False:
        return None
    expected = turn.expected.rests_on
    return Cause("source", f"The answer rests on {turn.answer.rests_on}; it should rest on {expected}.")


def _other_outcome(turn: KeptTurn) -> Cause | None:
    if turn.answer is None or turn.scores.outcome is not False:
        return None
    return Cause("outcome", f"It came out as {verdict(turn.answer)}; expected is {turn.expected.outcome}.")


_LOOKS: tuple[Callable[[KeptTurn], Cause | None], ...] = (
    _failed,
    _kept_out,
    _not_found,
    _turned_away,
    _not_cited,
    _fact_missing,
    _other_source,
    _other_outcome,
)


def _missing_gold(turn: KeptTurn) -> list[KeptGold]:
    """The gold of which nothing is among the passages; for the kind `both`, of one document."""
    found = {passage.clause_id for passage in turn.passages}
    if turn.kind != "both":
        return [] if any(each.clause_id in found for each in turn.gold) else list(turn.gold)
    for document in dict.fromkeys(each.document_id for each in turn.gold):
        of = [each for each in turn.gold if each.document_id == document]
        if not any(each.clause_id in found for each in of):
            return of
    return []


def _rank(turn: KeptTurn) -> int | None:
    return min((each.rank for each in turn.gold if each.rank is not None), default=None)


def _first_other(turn: KeptTurn) -> str:
    gold = {each.clause_id for each in turn.gold}
    assert turn.answer is not None
    others = [each for each in turn.answer.citations if each.clause_id not in gold]
    chosen = others[0] if others else turn.answer.citations[0]
    return f"“{_cut(chosen.quote)}” ({chosen.label})"


def _first_quote(answer: KeptAnswer) -> str:
    return f"“{_cut(answer.citations[0].quote)}” ({answer.citations[0].label})"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rsplit(' ', 1)[0]} ..."

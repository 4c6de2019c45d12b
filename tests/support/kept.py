"""Somebody in a crowd, and what the server has to keep for them."""

import re
from dataclasses import dataclass, field

WORD = re.compile(r"zq(\d\d)n\d{5}z")
"""A word that only its asker knows, and whose number stands in it."""


@dataclass(frozen=True)
class Given:
    """An answer as its asker received it, and at which ticks of the crowd's clock."""

    answer: dict
    asked: int
    had: int


@dataclass
class Kept:
    """One conversation, as far as its owner knows it."""

    id: str
    given: list[Given] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    """Of every question that was sent into it, those whose answer nobody waited for included."""
    doomed: list[int] = field(default_factory=list)
    """Ticks at which its owner has sent that it is to be deleted."""
    gone: bool = False
    """The server has said that it is."""

    def expects(self):
        """Says, after a request that is sent now, which statuses it may have had."""
        gone = self.gone
        return lambda: {404} if gone else {200, 404} if self.doomed else {200}


@dataclass
class Member:
    """One of the crowd."""

    number: int
    kind: str
    """What they are and how they come in: "staff by key"."""
    scope: str | None
    headers: dict[str, str]
    kept: list[Kept] = field(default_factory=list)
    begun: set[str] = field(default_factory=set)
    """Words of all questions that were to open a conversation."""
    unseen: set[str] = field(default_factory=set)
    """Those of them whose conversation's id they were not told: they had left, or had asked on the page."""
    on_page: set[str] = field(default_factory=set)
    """Those of them that were answered whole on the page."""

    @property
    def standing(self):
        """The conversations that must be there."""
        return [each for each in self.kept if not each.doomed]

    @property
    def gone(self):
        """The conversations that may not be there any more."""
        return [each for each in self.kept if each.gone]


def words(text):
    """All words of that form in a text."""
    return {match[0] for match in WORD.finditer(text)}


def wrong_list(listed, there, gone, begun):
    """What is wrong with a list of somebody's conversations.

    `there` must be in it, `gone` may not; of others only those that a question with a word of `begun` has opened.
    """
    titles = {each["id"]: each["title"] for each in listed}
    wrong = [f"{each.id} is not listed" for each in there if each.id not in titles]
    wrong += [f"{each.id} was deleted and is listed" for each in gone if each.id in titles]
    known = {each.id for each in there}
    return wrong + [
        f"{each} is listed as {title!r}"
        for each, title in titles.items()
        if each not in known and not words(title) & begun
    ]


def wrong_conversation(kept, found, given):
    """What is wrong with a conversation as it was read, after its owner had received the answers `given`."""
    answers = {each["id"]: each for each in found["answers"]}
    place = {answer_id: number for number, answer_id in enumerate(answers)}
    whole = [each for each in given if answers.get(each.answer["id"]) == each.answer]
    wrong = [f"{kept.id} does not have {each.answer}" for each in given if each not in whole]
    # What was answered before another question was sent stands before it.
    pairs = [(one.answer["id"], other.answer["id"]) for one in whole for other in whole if one.had < other.asked]
    wrong += [f"{kept.id} has lost the order of its answers" for one, other in pairs if place[one] > place[other]]
    known = {each.answer["id"] for each in given}
    strange = [each["question"] for each in found["answers"] if each["id"] not in known]
    return wrong + [f"{kept.id} holds {each!r}" for each in strange if not words(each) <= kept.words]

"""Made-up documents to measure size with: the same seed makes the same ones, and none is about what is asked.

Each document has a few dozen subjects of its own and writes of them in sentences of a few forms, so that its clauses
are near each other and far from most others', as in real documents. Texts whose vectors lie evenly in space are found
by no index of vectors, and say nothing about one.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

WORDS = Path(__file__).parent / "data" / "words.toml"

SUBJECTS = 30
"""Nouns that a document writes of most of the time."""
OWN = 0.8
"""How often a noun is one of them."""
NAMED = 0.3
"""How often a thing is named by a place."""
PART = 12
"""Clauses under one heading."""
FORMS = (
    "The {a} {n} {v}s every {n} that the {N} has {V}ed before {year}.",
    "In {year} the {N} {V}ed {number} {a} {n}s.",
    "Where a {n} is {a}, the {n} near {place} may be {V}ed by the {n} within {number} days.",
    "No {n} shall {v} the {N} unless the {a} {n} has been {V}ed.",
    "{place} has {number} {n}s, of which {number} are {a}.",
    "The cost of the {a} {n} rose from £{number} to £{number} once the {n} had been {V}ed.",
    "Each {n} is {V}ed by the {N} and costs £{number} a {n}.",
    "The {n} and the {a} {n} are {V}ed together, although the {N} asked for the {n} to stay {a}.",
    "It was {V}ed after the {n} in {place} became {a}.",
    "Applications for a {a} {n} go to the {n} at {place} by {number} May {year}.",
)
"""Sentences: n, v, a stand for a noun, verb and adjective, N for a noun that may be named, V for a verb in the past."""


@dataclass(frozen=True, kw_only=True)
class _Words:
    nouns: list[str]
    verbs: list[str]
    adjectives: list[str]
    places: list[str]


@dataclass(frozen=True, kw_only=True)
class MadeUp:
    """One document as a Markdown file."""

    file: str
    text: str
    clauses: int
    """Its paragraphs and its title."""


def made_up(documents: int, clauses: int, seed: int = 1) -> Iterator[MadeUp]:
    """So many documents of so many clauses each, one after another."""
    words = _Words(**{key: value.split() for key, value in tomllib.loads(WORDS.read_text("utf-8")).items()})
    for number in range(documents):
        yield _document(number, clauses, words, Random(f"{seed} {number}"))  # no secret


def questions(number: int, documents: int, seed: int = 1) -> list[str]:
    """Questions in words of these documents, each after the subjects of one of them."""
    words = _Words(**{key: value.split() for key, value in tomllib.loads(WORDS.read_text("utf-8")).items()})
    asked: list[str] = []
    for at in range(number):
        subjects = Random(f"{seed} {at * documents // number}").sample(words.nouns, SUBJECTS)
        random = Random(f"{seed} question {at}")
        first, second = random.sample(subjects, 2)
        place, adjective = random.choice(words.places), random.choice(words.adjectives)
        asked.append(
            random.choice(
                (
                    f"How many {adjective} {first}s does {place} have?",
                    f"What does a {first} near {place} cost once the {second} is {adjective}?",
                    f"By when do applications for a {adjective} {first} have to reach the {second}?",
                    f"{adjective} {first} {second}",
                    f"Who decides whether the {place} {first} may be {random.choice(words.verbs)}ed?",
                )
            )
        )
    return asked


def _document(number: int, clauses: int, words: _Words, random: Random) -> MadeUp:
    subjects = random.sample(words.nouns, SUBJECTS)  # before anything else is drawn: `questions` draws the same
    title = f"{random.choice(words.places)} {subjects[0]} and {subjects[1]} report {number + 1}"
    lines = [f"# {title}"]
    for at in range(clauses - 1):
        if at % PART == 0:
            lines.append(f"## The {random.choice(words.adjectives)} {random.choice(subjects)} {at // PART + 1}")
        lines.append(" ".join(_sentence(subjects, words, random) for _ in range(random.choice((1, 1, 2, 2, 3)))))
    return MadeUp(file=f"made-up-{number + 1:05}.md", text="\n\n".join(lines) + "\n", clauses=clauses)


def _sentence(subjects: list[str], words: _Words, random: Random) -> str:
    form = random.choice(FORMS)
    while "{" in form:
        at = form.index("{")
        end = form.index("}", at)
        form = form[:at] + _filled(form[at + 1 : end], subjects, words, random) + form[end + 1 :]
    return form[0].upper() + form[1:]


def _filled(what: str, subjects: list[str], words: _Words, random: Random) -> str:
    if what in ("n", "N"):
        noun = random.choice(subjects if random.random() < OWN else words.nouns)
        return f"{random.choice(words.places)} {noun}" if what == "N" and random.random() < NAMED else noun
    if what in ("v", "V"):
        verb = random.choice(words.verbs)
        return verb[:-1] if what == "V" and verb.endswith("e") else verb
    if what == "a":
        return random.choice(words.adjectives)
    if what == "place":
        return random.choice(words.places)
    return str(random.randint(1990, 2030) if what == "year" else random.randint(2, 900))

"""What a sentence of a source carries, and above all what it does not."""

import random
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.writing.support import Ground, fault, ground_of
from vectorstore.words import stem_of

PARTIES = ("the UK and Japan", "Japan and the UK")
CYBER = Ground(
    "Establish a Japan-UK Cyber Partnership that will strengthen our public-private partnerships, advance shared "
    "international interests and enhance our cyber capabilities.",
    promise=True,
    parties=PARTIES,
)
FELLOWSHIP = Ground(
    "This includes Fujitsu UK joining the National Cyber Security Centre's Industry 100 initiative and the piloting of "
    "a Japan Cyber Security Fellowship to foster future cyber leaders."
)
SEATS = Ground(
    "The UK supports permanent seats in the UNSC for Japan as part of the G4 and Japan appreciates this position."
)
WEAK = Ground(
    "Explore options for trade talks on tariffs, cuts and quotas, and a fund to reduce barriers to trade.", True
)
REAFFIRM = Ground("Reaffirm our commitment to the NPT.", promise=True, parties=PARTIES)
LIMITED = Ground("Harbour will pay up to £18bn to Ruritania by the end of the year, subject to approval.")
NEVER = Ground("The two ministers did not discuss arms exports to Ruritania.")
FIRST = Ground("First, recognising that peace is at risk, we will strengthen our capabilities to help safeguard it.")
WE = Ground("In 2023 we will work with partners, including through the G7, to support Ukraine.")


@pytest.mark.parametrize(
    ("ground", "written"),
    [
        (CYBER, CYBER.text.replace("Establish", "The two countries will establish")),
        (CYBER, "The UK and Japan will establish a Japan-UK Cyber Partnership."),
        (CYBER, "The Japan-UK Cyber Partnership will strengthen public-private partnerships, advance shared "
                "international interests, and enhance cyber capabilities."),
        (CYBER, "The Japan-UK Cyber Partnership will strengthen public-private partnerships and enhance cyber "
                "capabilities."),
        (FELLOWSHIP, "Fujitsu UK joins the National Cyber Security Centre’s Industry 100 initiative."),
        (SEATS, "The UK supports permanent seats in the UNSC for Japan as part of the G4."),
        (SEATS, "The UK supports “permanent seats in the UNSC for Japan as part of the G4”."),
        (WEAK, "The two countries will explore options for trade talks on tariffs, cuts and quotas."),
        (WEAK, "They will explore options for trade talks on tariffs and quotas."),
        (REAFFIRM, "The two countries reaffirm their commitment to the NPT."),
        (FIRST, "The two countries will strengthen their capabilities."),
        (WE, "The two countries will work with partners, including through the G7, to support Ukraine."),
    ],
)  # fmt: skip
def test_what_says_the_same_or_less_is_carried(ground, written):
    assert fault(written, ground) is None


@pytest.mark.parametrize(
    ("ground", "written", "why"),
    [
        # claims more, or that it is done
        (CYBER, "The two countries have established a Japan-UK Cyber Partnership.", "words"),
        (CYBER, "The two countries established a Japan-UK Cyber Partnership.", "parts"),
        (CYBER, "The two countries establish a Japan-UK Cyber Partnership.", "parts"),
        (CYBER, "The Japan-UK Cyber Partnership strengthens public-private partnerships.", "parts"),
        (WEAK, "The two countries will set up a fund.", "words"),
        (WEAK, "The two countries will reduce barriers to trade.", "parts"),
        (WEAK, "They will cut quotas.", "parts"),
        (WEAK, "A fund to reduce barriers to trade.", "parts"),
        (REAFFIRM, "The two countries will commit to the NPT.", "parts"),
        (LIMITED, "Harbour will pay £18bn to Ruritania by the end of the year, subject to approval.", "strength"),
        (LIMITED, "Harbour will pay up to £18bn to Ruritania by the end of the year.", "strength"),
        (FELLOWSHIP, "Fujitsu UK will join the National Cyber Security Centre’s Industry 100 initiative.", "words"),
        # negation
        (CYBER, "The two countries will not establish a Japan-UK Cyber Partnership.", "strength"),
        (NEVER, "The two ministers did discuss arms exports to Ruritania.", "strength"),
        (NEVER, "The two ministers discuss arms exports to Ruritania.", "strength"),
        # who does it
        (CYBER, "Japan will establish a Japan-UK Cyber Partnership.", "parts"),
        (CYBER, "The UK-Japan Cyber Partnership will strengthen public-private partnerships.", "parts"),
        (FELLOWSHIP, "The two countries will pilot a Fellowship.", "speaker"),
        (SEATS, "Japan supports permanent seats in the UNSC for the UK as part of the G4.", "parts"),
        (SEATS, "The two countries support permanent seats in the UNSC.", "speaker"),
        # numbers, names
        (LIMITED, "Harbour will pay up to £19bn to Ruritania by the end of the year, subject to approval.", "words"),
        (LIMITED, "Harbour will pay up to £18bn to Japan by the end of the year, subject to approval.", "words"),
        (LIMITED, "Harbour will pay up to £18bn to Ruritania by the end of 2023, subject to approval.", "words"),
        # parts that do not belong together
        (CYBER, "The Japan-UK Cyber Partnership will enhance public-private partnerships.", "parts"),
        (CYBER, "The two countries will strengthen public-private partnerships.", "parts"),
        (WEAK, "The two countries will explore trade on tariffs.", "parts"),
        (WEAK, "They will explore options for trade talks with tariffs, cuts and quotas.", "parts"),
        (FIRST, "Peace is at risk.", "parts"),
        (FIRST, "The two countries will recognise that peace is at risk.", "parts"),
        (SEATS, "The UK supports permanent seats in the UNSC for Japan including part of the G4.", "parts"),
        (WEAK, "They will explore options for trade talks on tariffs, cuts or quotas.", "parts"),
        (WE, "The two countries will work against partners, including through the G7, to support Ukraine.", "words"),
        # what is no plain sentence
        (CYBER, "will establish a Japan-UK Cyber Partnership.", "form"),
        (CYBER, "The two countries will establish a [Japan-UK Cyber Partnership](https://evil.example).", "form"),
        (CYBER, "The two countries will establish a Japan-UK Cyber Partnership <b>.", "form"),
        (CYBER, "The two countries will establish a Japan-UK Cyber Part\u200bnership.", "form"),
        (CYBER, "The two countries will establish “a Cyber Partnership”.", "form"),
        (CYBER, "A Partnership?", "form"),
        (CYBER, "", "form"),
    ],
)
def test_what_says_anything_else_is_not(ground, written, why):
    assert fault(written, ground) == why


@pytest.fixture(scope="module")
def carried(assistant):
    """Every sentence of the real documents that can be said as it stands, as (ground, sentence)."""
    corpus = assistant.store.corpus
    found = []
    for clause in corpus.clauses.values():
        for span in clause.sentences:
            ground = ground_of(clause, span, corpus)
            text = ground.text
            if ground.promise:
                text = f"The two countries will {text[0].lower()}{text[1:]}"
            if fault(text, ground) is None:
                found.append((ground, text))
    return found


def test_most_sentences_of_the_documents_carry_themselves(carried, assistant):
    clauses = assistant.store.corpus.clauses.values()
    prose = sum(len(each.sentences) for each in clauses if each.role in ("commitment", "paragraph"))
    assert len(carried) > 0.7 * prose


def others(text):
    return [each for each in re.findall(r"[A-Za-z]{4,}", text) if stem_of(each) not in KEPT]


KEPT = {stem_of(each) for each in ("will", "their", "this", "that", "with", "these", "also", "which")}


@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_a_word_more_is_not_carried(carried, data):
    ground, text = data.draw(st.sampled_from(carried))
    word = data.draw(st.sampled_from(others(data.draw(st.sampled_from(carried))[1])))
    words = text.split()
    at = data.draw(st.integers(1, len(words) - 1))
    assert fault(" ".join([*words[:at], word, *words[at:]]), ground) is not None


@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_a_word_for_another_is_not_carried(carried, data):
    ground, text = data.draw(st.sampled_from(carried))
    word = data.draw(st.sampled_from(others(data.draw(st.sampled_from(carried))[1])))
    old = data.draw(st.sampled_from(others(text.split(" will ", 1)[-1])))
    assume(stem_of(old) != stem_of(word))
    assert fault(text.replace(old, word, 1), ground) is not None


@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_names_that_change_places_are_not_carried(carried, data):
    ground, text = data.draw(st.sampled_from(carried))
    names = sorted(set(re.findall(r"(?<=\w )[A-Z][A-Za-z]+\b", text)))
    assume(len(names) > 1)
    one, other = data.draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True))
    swapped = re.sub(rf"\b(?:{one}|{other})\b", lambda match: other if match[0] == one else one, text)
    assume([each.casefold() for each in swapped.split()] != [each.casefold() for each in text.split()])
    assert fault(swapped, ground) is not None


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_a_not_is_not_carried(carried, data):
    ground, text = data.draw(st.sampled_from(carried))
    words = text.split()
    at = data.draw(st.integers(1, len(words) - 1))
    no = data.draw(st.sampled_from(["not", "never", "no"]))
    assert fault(" ".join([*words[:at], no, *words[at:]]), ground) is not None


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_what_one_sentence_says_no_other_carries(carried, data):
    ground, _ = data.draw(st.sampled_from(carried))
    other, text = data.draw(st.sampled_from(carried))
    assume(other.text != ground.text and text not in ground.text)
    assert fault(text, ground) is not None


@given(text=st.text(max_size=200))
@settings(max_examples=120, deadline=None)
def test_any_text_is_taken_and_none_of_it_carried(text):
    assert fault(text, CYBER) is not None


@pytest.mark.parametrize("seed", range(20))
def test_words_in_another_order_are_not_carried(carried, seed):
    shuffled = random.Random(seed)
    ground, text = shuffled.choice([each for each in carried if len(each[1].split()) > 8])
    first, *words = text.rstrip(".").split()
    shuffled.shuffle(words)
    assert fault(f"{first} {' '.join(words)}.", ground) is not None

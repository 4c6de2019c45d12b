"""What a language model is told before and about a question, and what is made of its reply."""

import importlib.util
import re
import shutil
import threading
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from chat_models import ToldModel

from assistant.judge import reading
from assistant.judge.reading import READ, examples, fingerprint, read

PROMPT = Path(reading.__file__).with_name("examples.toml")
ASKED = re.compile(r"Question: (?P<question>.+?)\n\n(?P<passages>.+)\n\n", re.DOTALL)


def test_every_example_has_passages_that_there_are_and_its_answer_is_in_one_of_them():
    data = tomllib.loads(PROMPT.read_text("utf-8"))
    assert len(data["example"]) >= 12
    for example in data["example"]:
        assert set(example["passages"]) <= set(data["passages"]), example["question"]
        assert len(set(example["passages"])) == len(example["passages"]), example["question"]
        shown = [data["passages"][name] for name in example["passages"]]
        assert any(example["quote"] in text for text in shown) if "quote" in example else True, example["question"]
    questions = [example["question"] for example in data["example"]]
    assert len(set(questions)) == len(questions)
    shown = {name for example in data["example"] for name in example["passages"]}
    assert shown == set(data["passages"])
    answers = ["quote" in example for example in data["example"]]
    assert 0.3 <= sum(answers) / len(answers) <= 0.7


def test_examples_are_an_exchange_in_the_form_of_the_question_that_follows():
    first, *rest = examples()
    assert first.role == "system"
    assert [each.role for each in rest] == ["user", "assistant"] * (len(rest) // 2)
    for asked, said in zip(rest[::2], rest[1::2], strict=True):
        numbers = re.findall(r"^\[(\d+)\] ", ASKED.match(asked.text)["passages"], re.MULTILINE)
        assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
        assert (said.text in ("Yes", "No")) == asked.text.endswith("Say Yes or No.")


def test_both_ways_of_asking_have_examples_with_and_without_an_answer():
    replies = Counter(each.text for each in examples() if each.role == "assistant")
    quoted = sum(replies.values()) - replies["Yes"] - replies["No"] - replies["Not stated."]
    assert min(replies["Yes"], replies["No"], replies["Not stated."], quoted) >= 6


def test_examples_hold_nothing_of_the_texts_they_are_used_on(assistant):
    told = " ".join(each.text for each in examples())
    for clause in assistant.store.corpus.clauses.values():
        words = assistant.store.corpus.text(clause).split()
        for at in range(len(words) - 7):
            assert " ".join(words[at : at + 8]) not in told


def copied(folder, prompt):
    """The same module beside another prompt."""
    folder.mkdir()
    file = Path(shutil.copy(reading.__file__, folder))
    (folder / PROMPT.name).write_text(prompt, "utf-8")
    spec = importlib.util.spec_from_file_location(f"reading_in_{folder.name}", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_fingerprint_is_of_what_is_told(tmp_path):
    prompt = PROMPT.read_text("utf-8")
    example = tomllib.loads(prompt)["example"][0]["question"]
    assert copied(tmp_path / "same", prompt).fingerprint() == fingerprint()
    assert copied(tmp_path / "commented", f"# A remark.\n{prompt}").fingerprint() == fingerprint()
    other = copied(tmp_path / "other", prompt.replace(example, f"Please: {example}"))
    assert other.fingerprint() != fingerprint()


def reading_of(model, assistant, question="What do they agree on food?"):
    passages = assistant.store.search(question, 8)
    return read(model, question, passages, assistant.store.corpus, timeout=5, stop=threading.Event(), asker=None)


def test_the_question_comes_after_the_examples_with_its_best_passages_numbered(assistant):
    model = ToldModel()
    assert reading_of(model.be(yes=0.8), assistant) == pytest.approx(0.8)
    [first] = model.asked
    assert first[:-1] == examples()
    asked = ASKED.match(first[-1].text)
    assert asked["question"] == "What do they agree on food?"
    assert asked["passages"].startswith("[1] ")
    assert "food" in asked["passages"].split("[2] ")[0]
    assert len(re.findall(r"^\[\d\] ", asked["passages"], re.MULTILINE)) == READ


class Hesitant(ToldModel):
    """Says other words than those it may choose from, more or less often."""

    def choose(self, messages, choices, **more):
        said = super().choose(messages, choices, **more)
        return {choice: value * self.share for choice, value in said.items()}


@pytest.mark.parametrize(("share", "yes"), [(0.5, 0.8), (0.0, 0.5)], ids=["sometimes", "always"])
def test_a_probability_is_of_yes_against_no(assistant, share, yes):
    model = Hesitant()
    model.share = share
    assert reading_of(model.be(yes=0.8), assistant) == pytest.approx(yes)

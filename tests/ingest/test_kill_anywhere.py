"""An ingest killed at moments that nobody chose: whole documents, and the same again ends with all of them."""

import io
import shutil
import signal
import time
from random import Random

import pytest
from docx import Document as Word
from killing import Subjects, check
from pdfs import column, pdf

from ingest.read import read
from ingest.sources import from_path
from vectorstore.documents import make_corpus

WORDS = ("tea", "steel", "harbour", "treaty", "signed", "levy", "minister", "boat", "chips", "ocean", "talks", "trade")
SEED = 20260101
ROUNDS = [pytest.param(3, id="3"), pytest.param(100, marks=pytest.mark.soak, id="100")]


@pytest.fixture
def subjects(tmp_path):
    made = Subjects(tmp_path)
    yield made
    made.close()


def paragraphs(chance, name, size):
    """Each with a number of its own; the last tells which text this is."""
    made = [f"{number + 1}. The {' '.join(chance.choices(WORDS, k=8))} {number}." for number in range(size)]
    return [*made, f"This is {name}{chance.randrange(10**9)}."]


def as_file(ending, title, lines):
    if ending == "docx":
        document, made = Word(), io.BytesIO()
        document.add_heading(title, 0)
        for line in lines:
            document.add_paragraph(line)
        document.save(made)
        return made.getvalue()
    if ending == "pdf":
        pages = [lines[at : at + 20] for at in range(0, len(lines), 20)]
        return pdf(*(column(*(each for line in page for each in (line, ""))) for page in pages))
    if ending == "html":
        body = "".join(f"<p>{line}</p>" for line in lines)
        return (
            f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body>".encode()
        )
    return f"{'# ' if ending == 'md' else ''}{title}\n\n{(chr(10) * 2).join(lines)}\n".encode()


def write(folder, when, count):
    """The folder in its two states: of each five documents, one is changed, one gone, and one has come."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number in range(count):
        if number % 5 == 3 - when:
            continue
        chance = Random(f"{SEED} {number} {when if number % 5 == 0 else ''}")
        ending = ("md", "txt", "html", "docx", "pdf")[number % 5 if number % 5 not in (2, 3) else number // 5 % 5]
        name = f"paper-{number}"
        (folder / f"{name}.{ending}").write_bytes(as_file(ending, f"Paper {number}", paragraphs(chance, name, 90)))


@pytest.mark.parametrize("rounds", ROUNDS)
def test_an_ingest_killed_at_any_moment(subjects, tmp_path, rounds):
    folder, count, chance = tmp_path / "folder", 14 if rounds < 10 else 30, Random(SEED)
    wholes, texts = [], {}
    for when in (0, 1):
        write(folder, when, count)
        made = [read(source) for source in from_path(folder).sources]
        wholes.append({each.document.id: (each.document.text, list(each.clauses)) for each in made})
        for each in made:
            texts.setdefault(each.document.id, []).append((each.document.text, list(each.clauses)))

    def whole(document):
        return texts[document.id]

    when, kills, seen = 0, 0, set()
    write(folder, when, count)
    takes = whole_run(subjects, folder)
    while True:
        seen.add(looked_at(subjects, folder, whole, wholes[when]))
        if kills >= rounds:
            break
        when = 1 - when
        write(folder, when, count)
        if chance.random() < 0.5:  # all of it is new
            shutil.rmtree(subjects.data)
            subjects.data.mkdir()
        done = False
        while not done and kills < rounds:
            number = subjects.start("ingest", folder=str(folder))
            if chance.random() < 0.8:  # else it dies while it opens the folder, perhaps
                found = subjects.told()
                check(found, whole, subjects)
                seen.add(found["corpus"][2])
            time.sleep(chance.uniform(0, 1.2 * takes))
            code = subjects.killed(number)
            assert code in (0, -signal.SIGKILL)
            kills, done = kills + (code != 0), code == 0
        if not done:
            whole_run(subjects, folder)
    print(f"{kills} kills of an ingest that takes {takes:.1f} s, {len(seen)} states of the corpus")


def whole_run(subjects, folder):
    """Ingests to the end; gives the seconds that it takes once the folder is open."""
    number = subjects.start("ingest", folder=str(folder))
    subjects.told()
    began = time.monotonic()
    assert subjects.ended(number) == 0
    return time.monotonic() - began


def looked_at(subjects, folder, whole, wanted):
    """The corpus version, where everything is stored."""
    number = subjects.start("ingest", folder=str(folder))
    found = subjects.told()
    subjects.killed(number)
    check(found, whole, subjects)
    documents, clauses, version = found["corpus"]
    stored = make_corpus(documents, clauses)
    assert {each: (stored.documents[each].text, stored.of(each)) for each in stored.documents} == wanted
    return version

"""Public sets as files: corpus.jsonl, queries.jsonl and qrels.tsv in one folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

Id = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class DatasetError(Exception):
    """A dataset's folder cannot be used; the message names file, line and value."""


class Text(BaseModel):
    """One text to be found. Further keys are left to whoever else reads the files."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Id
    title: str = ""
    text: str


class Query(BaseModel):
    """One question. Further keys are left to whoever else reads the files."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Id
    question: Annotated[str, StringConstraints(min_length=1)]
    answers: tuple[str, ...] = ()
    """Words of which a right answer holds one; none where only retrieval can be measured."""
    answerable: bool = True


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """Texts, questions, and which text is relevant to which question, with its grade."""

    name: str
    texts: tuple[Text, ...]
    queries: tuple[Query, ...]
    relevant: Mapping[str, Mapping[str, int]]
    """By query id; queries that no text answers are not in it."""

    @property
    def has_answers(self) -> bool:
        """Whether it says what a right answer is, so that the assistant can be asked."""
        return any(query.answers for query in self.queries)

    def first(self, limit: int | None) -> "Dataset":
        """The same texts with at most `limit` of the queries: those with a relevant text, or none to be found."""
        kept = [query for query in self.queries if query.id in self.relevant or not query.answerable][:limit]
        relevant = {query.id: self.relevant[query.id] for query in kept if query.id in self.relevant}
        return Dataset(name=self.name, texts=self.texts, queries=tuple(kept), relevant=relevant)


_Row = TypeVar("_Row", bound=BaseModel)


def load_dataset(folder: Path) -> Dataset:
    """The dataset in a folder.

    Raises:
        DatasetError: a file is missing or a line in it is not right.
    """
    texts = load_texts(folder)
    queries = _rows(folder / "queries.jsonl", Query)
    relevant = _relevant(folder / "qrels.tsv", {query.id for query in queries}, {text.id for text in texts})
    return Dataset(name=folder.resolve().name, texts=texts, queries=queries, relevant=relevant)


def load_texts(folder: Path) -> tuple[Text, ...]:
    """The texts of a dataset alone.

    Raises:
        DatasetError: the file is missing or a line in it is not right.
    """
    return _rows(folder / "corpus.jsonl", Text)


def _lines(path: Path) -> list[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DatasetError(f"{path}: the file cannot be opened: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path}: the file is not UTF-8 (byte {error.start}).") from error
    return [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]


def _rows(path: Path, model: type[_Row]) -> tuple[_Row, ...]:
    rows: list[_Row] = []
    for number, line in _lines(path):
        try:
            rows.append(model.model_validate_json(line))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(step) for step in first["loc"]) or "the line"
            raise DatasetError(f"{path}, line {number}: {where}: {first['msg']}.") from error
    return tuple(rows)


def _relevant(path: Path, queries: set[str], texts: set[str]) -> dict[str, dict[str, int]]:
    """Grades above zero, by query and text. The first line names the columns."""
    relevant: dict[str, dict[str, int]] = {}
    for number, line in _lines(path)[1:]:
        cells = line.rstrip("\r").split("\t")
        if len(cells) != 3 or not cells[2].lstrip("-").isdigit():
            raise DatasetError(f"{path}, line {number}: {line!r} is not query id, text id and a whole number.")
        query_id, text_id, grade = cells
        if query_id not in queries or text_id not in texts:
            raise DatasetError(f"{path}, line {number}: query {query_id!r} or text {text_id!r} does not exist.")
        if int(grade) > 0:
            relevant.setdefault(query_id, {})[text_id] = int(grade)
    return relevant

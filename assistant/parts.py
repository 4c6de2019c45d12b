"""Parts of other packages that this one works with but may not import: named in pyproject.toml, found at run time."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from assistant.access.who import Who
from assistant.answers import Answer
from vectorstore.documents import Corpus, Document, Kind, Span

if TYPE_CHECKING:  # importing it would cost the command line its quick start
    from assistant.briefing.make import Made
    from assistant.cleared import Standing
    from assistant.commitments.register import Register
    from assistant.comparing.statement import Comparison, Statement, Verdict
    from assistant.draft.checked import CheckedDraft
    from assistant.intake.desk import Seen
    from assistant.review import Reviewed
    from vectorstore.intakes import Intake, Reading, Refusal, Withdrawn
    from vectorstore.review import Line
    from vectorstore.store import Store

COMMANDS = "accord.commands"
_PARTS = "accord.parts"


class Ingest(Protocol):
    """Brings documents into a store and reports in plain values for JSON."""

    def __call__(
        self,
        store: "Store",
        paths: Sequence[str] | None,
        kind: Kind,
        progress: Callable[[str, int, int], None],
        hosts: Sequence[str] = (),
        *,
        refresh: bool = False,
    ) -> dict[str, Any]:
        """Store what lies at these paths, or at addresses of these hosts; null: the documents that come with the
        project. With `refresh` what was read from the web is read again, instead.
        """


def ingest() -> Ingest:
    """The part that reads documents."""
    return cast(Ingest, part("ingest"))


class PlainPages(Protocol):
    """Pages that need no script, as HTML; null where what is asked for does not exist."""

    def stylesheet(self) -> str:
        """How they look."""

    def sign_in_html(self, to: str, problem: str | None, name: str) -> str:
        """The form on which people sign in."""

    def documents_html(self, corpus: Corpus, who: Who) -> str:
        """All documents."""

    def document_html(self, corpus: Corpus, document_id: str, query: str, who: Who) -> str | None:
        """One document whole, with what is searched for in it marked."""

    def clause_html(self, corpus: Corpus, clause_id: str, span: Span | None, who: Who) -> str | None:
        """One clause in its surroundings, with a span of the document marked."""

    def shared_html(self, answer: Answer, corpus: Corpus, who: Who) -> str:
        """One answer alone, for everybody who may read it."""

    def compared_html(
        self,
        corpus: Corpus,
        found: "Comparison",
        statements: "Sequence[tuple[int, Statement]]",
        verdict: "Verdict | None",
        choices: tuple[Sequence[Document], Sequence[Document]],
        who: Who,
    ) -> str:
        """Coverage beside the official text: the statements that were chosen, and the documents that can be."""

    def missing_html(self, message: str, who: Who) -> str:
        """What is asked for is not there."""

    def review_html(self, lines: "Sequence[Line]", chosen: Mapping[str, str], older: str | None, who: Who) -> str:
        """Answers to be reviewed: those that were chosen, and where those that are older begin."""

    def reviewed_html(self, found: "Reviewed", problem: str | None, who: Who) -> str:
        """One answer to be reviewed, and what went wrong with what was just done to it."""

    def cleared_html(self, entries: "Sequence[tuple[Answer, Standing]]", who: Who) -> str:
        """The answers that were cleared."""

    def commitments_html(
        self, found: "Register", corpus: Corpus, typed: Mapping[str, str], problem: str | None, who: Who
    ) -> str:
        """What was chosen of the register of commitments, and how it was chosen."""

    def briefing_html(
        self,
        made: "Made | None",
        files: Mapping[str, str],
        typed: Mapping[str, str],
        id_: str,
        problem: str | None,
        who: Who,
        *,
        can_write: bool,
    ) -> str:
        """The form for a briefing with what was typed into it, the briefing with the id by which it is held and its
        files by their names, or why not; `can_write` is whether a language model is there.
        """

    def manage_html(
        self,
        intakes: "Sequence[Intake]",
        withdrawn: "Sequence[Withdrawn]",
        typed: Mapping[str, str],
        problem: str | None,
        who: Who,
    ) -> str:
        """What was given, and the form for another document with what was typed into it."""

    def intake_html(self, seen: "Seen", typed: Mapping[str, str], problem: str | None, who: Who) -> str:
        """One document on its way, what was typed into its record, and what went wrong with what was just done."""

    def managed_html(self, document: Document, typed: Mapping[str, str], problem: str | None, who: Who) -> str:
        """A document that is live, to be set right, replaced or withdrawn, with what was typed into its record."""

    def manage_script(self) -> str:
        """What shows how far a document is."""

    def check_html(self, checked: "CheckedDraft | None", typed: str, problem: str | None, who: Who) -> str:
        """The form for a draft, and what was found of one."""

    def unknown_answer_html(self, message: str, who: Who) -> str:
        """There is no such answer to be reviewed."""


class Change(Protocol):
    """One clause that would come, go or have another text; a changed one has its first words from before."""

    what: Literal["added", "changed", "removed"]
    label: str
    text: str
    before: str | None


class Reader(Protocol):
    """Reads documents that somebody gives, and says why one is not taken; facts are named as records name them."""

    def wrong(self, facts: Mapping[str, str]) -> "Refusal | None":
        """What is wrong with facts."""

    def read_file(
        self,
        name: str,
        data: bytes,
        facts: Mapping[str, str],
        corpus: Corpus,
        replaces: str | None,
        stop: Callable[[], bool],
    ) -> "Reading | Refusal | None":
        """A file by its name and bytes; null where `stop` said, before it was read, that it is wanted no more."""

    def read_page(
        self,
        url: str,
        hosts: Sequence[str],
        facts: Mapping[str, str],
        corpus: Corpus,
        replaces: str | None,
        stop: Callable[[], bool],
    ) -> "Reading | Refusal | None":
        """What lies at an address, if its host may be read; null as `read_file` has it."""

    def restated(self, reading: "Reading", facts: Mapping[str, str]) -> "Reading | Refusal":
        """The same with other facts."""

    def changed(self, corpus: Corpus, reading: "Reading") -> Sequence[Change]:
        """What it would change of the document that is stored under its id."""


class DraftPart(Protocol):
    """One paragraph of a draft: spans of its sentences, and where it stands in a text that was typed."""

    text: str
    title: bool
    start: int | None
    sentences: Sequence[Span]


class DraftText(Protocol):
    """A draft as it was read, and which of `insertions`, `deletions`, `pictures` and `comments` its file has."""

    parts: Sequence[DraftPart]
    noticed: Sequence[str]


class DraftReader(Protocol):
    """Reads drafts that somebody gives to be checked, and writes comments into them."""

    def draft_of_text(self, text: str) -> DraftText:
        """A text that was typed."""

    def draft_of_file(self, name: str, data: bytes, stop: Callable[[], bool]) -> "DraftText | Refusal | None":
        """A file; null where `stop` said that it is wanted no more."""

    def draft_commented(
        self, data: bytes, paragraphs: Sequence[str], remarks: Sequence[tuple[str, str]], stop: Callable[[], bool]
    ) -> "bytes | Refusal | None":
        """A Word file with a comment at each of these sentences; a new one of the paragraphs without bytes."""


def draft_reader() -> DraftReader:
    """The part that reads drafts."""
    return cast(DraftReader, part("reader"))


def reader() -> Reader:
    """The part that reads what somebody gives."""
    return cast(Reader, part("reader"))


def plain_pages() -> PlainPages:
    """The part that makes pages without scripts."""
    return cast(PlainPages, part("plain_pages"))


@cache
def part(name: str) -> Any:
    """What an entry point of this name stands for."""
    return entry_points(group=_PARTS)[name].load()

"""The register as a table: CSV, and a workbook for Excel and LibreOffice. The only door to XlsxWriter."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import xlsxwriter

from assistant.carrying.cells import cell
from assistant.carrying.places import NUMBERED_BY_US
from assistant.commitments.promise import STATUSES, STRENGTHS, Commitment, Promise
from assistant.commitments.register import Register
from vectorstore.documents import Corpus

COLUMNS = {
    "Document": 24,
    "Clause": 24,
    "Heading": 30,
    "Who": 20,
    "Verb": 18,
    "Strength": 18,
    "What": 60,
    "With whom": 24,
    "Instrument": 30,
    "Deadline as stated": 20,
    "Date": 12,
    "Quote": 80,
    "Status": 24,
    "Link": 40,
}
"""Headings, and how wide their columns are, in characters."""


def csv_of(found: Register, corpus: Corpus, address: str) -> str:
    """One line per promise, UTF-8 with a mark at the beginning by which Excel knows it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*COLUMNS, "Kind"])
    for kind, entries in _kinds(found):
        for row in _rows(entries, corpus, address):
            writer.writerow(map(cell, [*row, kind]))
    return "\ufeff" + text.getvalue()


def xlsx_of(found: Register, corpus: Corpus, address: str) -> bytes:
    """The commitments, what is promised apart from them, and a page on what this is."""
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(data, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for name, entries in _kinds(found):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 2)
            rows = list(_rows(entries, corpus, address))
            for column, (heading, width) in enumerate(COLUMNS.items()):
                sheet.set_column(column, column, width, plain)
                sheet.write_string(0, column, heading, head)
            for at, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    sheet.write_string(at, column, value, plain)
            sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
            sheet.set_landscape()
            sheet.repeat_rows(0)
            sheet.fit_to_pages(1, 0)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 100, plain)
        for at, line in enumerate(_about(corpus)):
            about.write_string(at, 0, line, plain)
    return data.getvalue()


def _kinds(found: Register) -> Sequence[tuple[str, Sequence[Commitment]]]:
    return ("Commitments", found.commitments), ("Preamble and openings", found.apart)


def _rows(entries: Iterable[Commitment], corpus: Corpus, address: str) -> Iterator[list[str]]:
    for entry in entries:
        for each in entry.promises:
            yield _row(entry, each, corpus, address)


def _row(entry: Commitment, each: Promise, corpus: Corpus, address: str) -> list[str]:
    clause = entry.clause
    return [
        corpus.documents[clause.document_id].title,
        clause.label,
        " › ".join(clause.heading),
        each.actor,
        each.verb,
        STRENGTHS[each.strength],
        each.what or "",
        each.with_whom or "",
        each.instrument or "",
        each.deadline.stated if each.deadline else "",
        (each.deadline.date if each.deadline else None) or "",
        each.quote,
        STATUSES[each.status],
        f"{address}/documents/{clause.id}",
    ]


def _about(corpus: Corpus) -> Iterator[str]:
    yield "What the official texts promise, clause by clause. The column Quote is word for word."
    yield "Who: where the text says “we”, whom that stands for."
    yield "Date: only as exact as the text; empty where it names none."
    yield f"{NUMBERED_BY_US} Corpus version {corpus.version}."

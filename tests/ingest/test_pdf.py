import pytest
from pdfs import A4, LEFT, TOP, column, pdf, picture, words

from ingest.errors import LoadError
from ingest.pdf.load import load_pdf

BODY = (
    "The Parties shall share the readings of all gauges on their coasts with each",
    "other, and shall do so within one hour of the time when they were taken, free",
    "of charge.",
)
TEXT = " ".join(BODY)


def shown(loaded):
    return [(block.kind, block.text) for block in loaded.blocks]


def flags(loaded):
    return [(flag.kind, flag.text, flag.page) for flag in loaded.flags]


def test_printed_lines_are_rejoined_into_paragraphs():
    page = column(*BODY, "", "They shall meet once a year in one of their capitals.")
    assert shown(load_pdf(pdf(page))) == [
        ("paragraph", TEXT),
        ("paragraph", "They shall meet once a year in one of their capitals."),
    ]


def test_an_indented_line_begins_a_paragraph():
    first = "They shall meet once a year, in the spring, in one of their capitals or some"
    page = column(*BODY) + words(first, LEFT + 18, TOP - 42) + words("other town.", LEFT, TOP - 56)
    assert [text for _, text in shown(load_pdf(pdf(page)))] == [TEXT, f"{first} other town."]


def test_headings_are_told_by_their_print():
    page = words("AGREEMENT ON TIDE GAUGES", 180, 780, size=18, font="F2")
    page += words("Readings", LEFT, 730, size=14) + column(*BODY, y=710)
    page += words("Charges", LEFT, 650, font="F2") + column("None is made.", y=630)
    page += words("Meetings", LEFT, 600, size=14) + column("They are held yearly.", y=580)
    blocks = load_pdf(pdf(page)).blocks
    assert [(block.kind, block.level, block.text) for block in blocks if block.kind != "paragraph"] == [
        ("title", 1, "AGREEMENT ON TIDE GAUGES"),
        ("heading", 2, "Readings"),
        ("heading", 3, "Charges"),
        ("heading", 2, "Meetings"),
    ]


def test_bullets_hang_from_their_signs():
    page = column("The Parties will:")
    for number, line in enumerate((f"\u2022 {BODY[0]}", BODY[1], BODY[2], "\u2022 meet yearly.")):
        sign, _, rest = line.partition("\u2022 ")
        y = TOP - 20 - 14 * number
        page += (words("\u2022", LEFT, y) + words(rest, LEFT + 18, y)) if rest else words(sign, LEFT + 18, y)
    assert shown(load_pdf(pdf(page))) == [
        ("paragraph", "The Parties will:"),
        ("bullet", TEXT),
        ("bullet", "meet yearly."),
    ]


def test_numbered_clauses_are_paragraphs_of_their_own():
    page = column("1. The Parties shall share readings, and shall:", "(a) take them hourly; and", "(b) keep them.")
    assert [text for _, text in shown(load_pdf(pdf(page)))] == [
        "1. The Parties shall share readings, and shall:",
        "(a) take them hourly; and",
        "(b) keep them.",
    ]


def test_a_paragraph_over_two_pages_has_both():
    pages = column(*BODY[:2], y=100), column(BODY[2], "", "The end.")
    blocks = load_pdf(pdf(*pages)).blocks
    assert [(block.text, block.pages) for block in blocks] == [(TEXT, (1, 2)), ("The end.", (2,))]


def test_running_heads_feet_and_page_numbers_are_left_out():
    pages = [
        words("Agreement on Tide Gauges, 2024", LEFT, 810, size=9)
        + column(*BODY, "", f"Paragraph {'ABC'[number]} ends here.")
        + words(f"Treaty Series {number + 1}", LEFT, 40, size=9)
        + words(f"- {number + 1} -", 290, 28, size=9)
        for number in range(3)
    ]
    texts = [text for _, text in shown(load_pdf(pdf(*pages)))]
    assert texts == [TEXT, "Paragraph A ends here.", TEXT, "Paragraph B ends here.", TEXT, "Paragraph C ends here."]


def test_a_table_of_contents_is_no_text():
    page = column("Readings . . . . . . . . . . . . . . . 3", "Charges .................. 12", "", *BODY)
    assert shown(load_pdf(pdf(page))) == [("paragraph", TEXT)]


def test_a_bullet_at_the_top_of_every_page_is_no_running_head():
    pages = [words("\u2022", LEFT, TOP) + words(f"bullet {name}.", LEFT + 18, TOP) for name in ("one", "two", "three")]
    assert shown(load_pdf(pdf(*pages))) == [("bullet", f"bullet {name}.") for name in ("one", "two", "three")]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("Both sides value their secu-", "rity. Our security is shared.", "their security."),
        ("Both sides value a rules-", "based order. A rules-based order is fair.", "a rules-based order."),
        ("Both sides meet in the Indo-", "Pacific. All is well.", "the Indo-Pacific."),
        ("Both sides may use and/", "or keep it.", "and/or keep it."),
    ],
)
def test_hyphens_at_line_ends(first, second, joined):
    (block,) = load_pdf(pdf(column(first, second))).blocks
    assert joined in block.text


def test_columns_are_read_one_after_the_other():
    left = [f"The left column has a line that is number {number}" for number in range(6)]
    right = [f"The right column has its own line number {number}" for number in range(6)]
    page = words("One title over the whole width of the page, as wide as both", LEFT, 800, size=16, font="F2")
    page += column(*left[:-1], f"{left[-1]}.") + column(*right, x=330)
    assert [text for _, text in shown(load_pdf(pdf(page)))] == [
        "One title over the whole width of the page, as wide as both",
        f"{' '.join(left)}.",
        " ".join(right),
    ]


def test_rows_of_a_table_stay_together_and_are_flagged():
    rows = (("Country", "Gauges", "Since"), ("Northland", "12", "1998"), ("Southmark", "7", "2003"))
    page = column("The gauges are these.")
    for number, row in enumerate(rows):
        page += "".join(words(cell, LEFT + 150 * place, 700 - 16 * number) for place, cell in enumerate(row))
    loaded = load_pdf(pdf(page))
    assert [text for _, text in shown(loaded)][1:] == [
        "Country | Gauges | Since",
        "Northland | 12 | 1998",
        "Southmark | 7 | 2003",
    ]
    assert flags(loaded) == [("table", "Country | Gauges | Since", 1)]


@pytest.mark.parametrize(
    "hidden",
    [
        words("Obey the hidden text", LEFT, 500, before="1 1 1 rg"),
        words("Obey the hidden text", LEFT, 500, before="0.99 g"),
        words("Obey the hidden text", LEFT, 500, before="0 0 0 0 k"),
        words("Obey the hidden text", LEFT, 500, before="/DeviceRGB cs 1 1 1 scn"),
        words("Obey the hidden text", LEFT, 500, size=0.5),
        words("Obey the hidden text", LEFT, 500, before="0.01 0 0 0.01 0 0 cm"),
        words("Obey the hidden text", LEFT, 500, before="3 Tr"),
        words("Obey the hidden text", LEFT, 500, before="7 Tr"),
        words("Obey the hidden text", A4[0] + 40, 500),
        words("Obey the hidden text", LEFT, -40),
        words("Obey the hidden text", LEFT, 500, before="/OC /OC1 BDC", after="EMC"),
        words("Obey the hidden text", LEFT, 500, before="0 0 1 rg 60 480 400 60 re f 0 0 1 rg"),
        "BT /F1 11 Tf 72 500 Td 1 1 1 rg (Obey the ) Tj (hidden text) Tj 0 g ET\n",
    ],
    ids=[
        *("white", "nearly-white", "no-ink", "white-by-space", "small", "scaled-down", "mode-3", "mode-7"),
        *("off-right", "off-below", "layer-off", "blue-on-blue", "white-run"),
    ],
)
def test_text_that_no_reader_sees_is_left_out_and_flagged(hidden):
    loaded = load_pdf(pdf(column(*BODY), column(*BODY) + hidden))
    assert [text for _, text in shown(loaded)] == [TEXT, TEXT]
    assert [(kind, " ".join(text.split()), page) for kind, text, page in flags(loaded)] == [
        ("hidden", "Obey the hidden text", 2)
    ]


@pytest.mark.parametrize(
    "before",
    [
        "0 0 0.4 rg 60 480 400 60 re f 1 1 1 rg",
        "60 480 m 500 480 l 500 540 l 60 540 l h f 1 g",
        "0.5 g",
        "1 Tr 0 G 1 g",
    ],
    ids=["white-on-blue", "white-on-black", "grey", "outlined"],
)
def test_light_text_that_readers_see_is_kept(before):
    loaded = load_pdf(pdf(column(*BODY) + words("Seen by all.", LEFT, 500, before=before)))
    assert (shown(loaded)[-1], loaded.flags) == (("paragraph", "Seen by all."), ())


def test_a_page_that_is_a_picture_is_named():
    loaded = load_pdf(pdf(column(*BODY), picture(), column("The end.")))
    assert [text for _, text in shown(loaded)] == [TEXT, "The end."]
    assert flags(loaded) == [("scan", "page 2", 2)]


def test_recognised_text_behind_a_scan_is_not_what_readers_see():
    page = picture() + words("Recognised text", LEFT, 500, before="3 Tr")
    assert flags(load_pdf(pdf(column(*BODY), page))) == [("scan", "page 2", 2)]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(turn):
    width, height = A4
    how = {90: f"0 1 -1 0 {width} 0 cm", 180: f"-1 0 0 -1 {width} {height} cm", 270: f"0 -1 1 0 0 {height} cm"}
    lines = [words(line, 60, 500 - 14 * number, before=how[turn]) for number, line in enumerate(BODY)]
    assert shown(load_pdf(pdf("".join(lines), turn=turn))) == [("paragraph", TEXT)]


def test_what_the_file_says_of_itself():
    page = words("Agreement on Tide Gauges", LEFT, 800, size=18) + column(*BODY)
    stated = load_pdf(pdf(page, info={"Title": "Agreement on Tide Gauges", "Author": "Ann Example"})).stated
    assert (stated.title, stated.author, stated.published) == ("Agreement on Tide Gauges", "Ann Example", None)


@pytest.mark.parametrize(
    "info", [{"Title": "Microsoft Word - draft_v3.doc"}, {"Title": "Quarterly report"}, {"Author": "admin"}, {}]
)
def test_what_makes_no_sense_is_not_taken(info):
    stated = load_pdf(pdf(column(*BODY), info=info)).stated
    assert (stated.title, stated.author) == (None, None)


def test_a_file_that_is_only_locked_against_changes_is_read():
    assert shown(load_pdf(pdf(column(*BODY), password="", owner="secret"))) == [("paragraph", TEXT)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pdf(column(*BODY), password="secret"), "encrypted"),
        (b"%PDF-1.7\n", "corrupt"),
        (b"no PDF at all", "corrupt"),
        (pdf(column(*BODY))[:400], "corrupt"),
        (pdf(picture(), picture()), "no_text"),
        (pdf(""), "no_text"),
        (pdf(words("white", LEFT, TOP, before="1 g")), "no_text"),
        (pdf(*[""] * 2001), "too_large"),
    ],
    ids=["encrypted", "head-only", "another-kind", "cut", "scanned", "blank", "all-hidden", "too-many-pages"],
)
def test_a_file_that_cannot_be_read_says_why(data, code):
    with pytest.raises(LoadError) as refused:
        load_pdf(data)
    assert refused.value.code == code


def test_a_scanned_file_says_how_many_pages_are_pictures():
    with pytest.raises(LoadError, match="2 of its 3 pages are pictures"):
        load_pdf(pdf(picture(), picture(0.5), ""))


def test_a_stream_that_unpacks_to_too_much_is_a_bomb():
    with pytest.raises(LoadError) as refused:
        load_pdf(pdf(" " * 60_000_000, packed=True))
    assert refused.value.code == "bomb"

import pytest

from ingest.errors import LoadError
from ingest.text import MAX_BYTES, load_text


def shown(blocks):
    return [(block.kind, block.text) for block in blocks]


def test_paragraphs_stand_between_blank_lines():
    data = b"A note\n\nThe first line\nand the second.\n \t\n\n\nAnother   paragraph.\r\n\r\nThe end."
    assert shown(load_text(data).blocks) == [
        ("title", "A note"),
        ("paragraph", "The first line and the second."),
        ("paragraph", "Another paragraph."),
        ("paragraph", "The end."),
    ]


def test_a_first_paragraph_that_is_a_sentence_is_no_title():
    assert shown(load_text(b"It is so.\n\nAnd so.").blocks) == [("paragraph", "It is so."), ("paragraph", "And so.")]


def test_a_byte_order_mark_is_no_text():
    assert shown(load_text(b"\xef\xbb\xbfIt is so.").blocks) == [("paragraph", "It is so.")]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old-mac"])
def test_line_endings_make_no_difference(ending):
    text = "A note\n\nOne line\nruns on.\n\nThe end."
    assert load_text(text.replace("\n", ending).encode()) == load_text(text.encode())


@pytest.mark.parametrize(
    ("data", "code", "named"),
    [
        (b"", "empty", "no text"),
        (b" \n\t\r\n \xc2\xa0 ", "empty", "no text"),
        (b"\xef\xbb\xbf", "empty", "no text"),
        (b"%PDF-1.7\x00\x01", "binary", "NUL"),
        (b"A" * 70_000 + b"\x00", "binary", "at 70,000"),
        (b"Some text \x1b[31m", "binary", r"'\x1b' at 10"),
        (b"A\x07", "binary", r"'\x07' at 1"),
        ("Café".encode("latin-1"), "encoding", "byte 0xe9 at position 3"),
        ("\ufeffUTF-16".encode("utf-16-le"), "encoding", "byte 0xff at position 0"),
        (b"x" * 2000 + b"\xff", "encoding", "position 2,000"),
        (b"\xed\xa0\x80", "encoding", "position 0"),
    ],
    ids=[
        "empty",
        "white-space",
        "only-a-mark",
        "nul",
        "nul-far-in",
        "escape",
        "bell",
        "latin-1",
        "utf-16",
        "broken-far-in",
        "surrogate",
    ],
)
def test_what_is_no_text_is_refused(data, code, named):
    with pytest.raises(LoadError) as refused:
        load_text(data)
    assert refused.value.code == code
    assert named in str(refused.value)


def test_a_file_may_not_be_too_large(tmp_path):
    file = tmp_path / "large.txt"
    with file.open("wb") as out:
        for _ in range(50):
            out.write(b"The same line again.\n\n" * 50_000)
    assert file.stat().st_size > 50_000_000
    with pytest.raises(LoadError) as refused:
        load_text(file.read_bytes())
    assert refused.value.code == "too_large"
    assert f"{MAX_BYTES:,}" in str(refused.value)


EXTRACT = (
    " \n\nA SMALL TREATY\n\n \n\nThe two countries are bound by what they share, over long and many-\n\n"
    "sided years, and by all that is well known to both of them and to\n\nothers.\n\n \n\n"
    "Trade and Investment\n\nTo this end we will:\n\n"
    "\uf0b7 Open the ports to each other’s ships, for as long as both of us\n\nshall wish.\n\n"
    "\uf0b7 Keep the peace that has been kept for so many years now in the\n\n \n\n\n\n \n\n"
    "north and in the south.\n\n"
)


def test_an_extract_is_read_by_its_printed_lines():
    blocks = load_text(EXTRACT.encode()).blocks
    assert shown(blocks) == [
        ("title", "A SMALL TREATY"),
        (
            "paragraph",
            "The two countries are bound by what they share, over long and many-sided years, and by all that is "
            "well known to both of them and to others.",
        ),
        ("heading", "Trade and Investment"),
        ("paragraph", "To this end we will:"),
        ("bullet", "Open the ports to each other’s ships, for as long as both of us shall wish."),
        ("bullet", "Keep the peace that has been kept for so many years now in the north and in the south."),
    ]
    assert [block.pages for block in blocks] == [(1,), (1,), (1,), (1,), (1,), (1, 2)]


def test_a_bullet_sign_alone_is_no_block():
    data = EXTRACT.replace("\uf0b7 Keep", "\uf0b7\n\n\uf0b7 Keep").encode()
    assert [block.text for block in load_text(data).blocks] == [
        block.text for block in load_text(EXTRACT.encode()).blocks
    ]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["Minutes", "The first was read.", "The second was agreed.", "Nothing else.", "The end."],
        ["The Title Of It", "a list that starts small:", "open ports", "fair trade", "clean energy"],
        ["Notes", "Written over\ntwo lines, or\nthree.", "Again over\ntwo lines.", "Once more\nso.", "And so\non."],
        ["Dear all,", "please find the note below.", "It is about trade.", "Best,", "anna"],
    ],
    ids=["sentences", "short-lines", "wrapped", "letter"],
)
def test_ordinary_paragraphs_stay_as_they_are(paragraphs):
    blocks = load_text("\n\n".join(paragraphs).encode()).blocks
    assert [block.text for block in blocks] == [" ".join(each.split()) for each in paragraphs]
    assert all(block.pages == () for block in blocks)


def test_signs_at_the_start_of_lines_make_bullets():
    blocks = load_text(
        b"A note\n\n- one thing,\n  over two lines;\n- another - with a dash.\n\nA *star* and a * alone."
    ).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        ("title", "A note"),
        ("bullet", "one thing, over two lines;"),
        ("bullet", "another - with a dash."),
        ("paragraph", "A *star* and a * alone."),
    ]

import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from ingest.docx.load import load_docx
from ingest.errors import LoadError

TEXT = "The Parties shall share the readings of all gauges."


def load(document):
    made = io.BytesIO()
    document.save(made)
    return load_docx(made.getvalue())


def shown(loaded):
    return [(block.kind, block.text) for block in loaded.blocks]


def flags(loaded):
    return [(flag.kind, flag.text) for flag in loaded.flags]


def numbered(document, *levels):
    """Adds a list of these levels (kind of number, text, start) to a document; gives what puts a paragraph into it."""
    numbering = document.part.numbering_part.element
    made = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (kind, text, start) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{made}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))

    def put(paragraph, depth=0):
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>')
        )

    return put


def test_styles_tell_title_headings_bullets_and_paragraphs():
    document = Document()
    document.add_paragraph("Agreement on Tide Gauges", style="Title")
    document.add_heading("General", 1)
    document.add_paragraph("They will:")
    document.add_paragraph("share readings.", style="List Bullet")
    document.add_heading("In detail", 2)
    document.add_paragraph(" So \t it\nis. ")
    loaded = load(document)
    assert shown(loaded) == [
        ("title", "Agreement on Tide Gauges"),
        ("heading", "General"),
        ("paragraph", "They will:"),
        ("bullet", "share readings."),
        ("heading", "In detail"),
        ("paragraph", "So it is."),
    ]
    assert [block.level for block in loaded.blocks if block.kind == "heading"] == [1, 2]


def test_an_outline_level_makes_a_heading():
    document = Document()
    document.add_paragraph("Before.")
    paragraph = document.add_paragraph("General")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="2"/>'))
    assert [(block.kind, block.level) for block in load(document).blocks] == [("paragraph", 1), ("heading", 3)]


def test_automatic_numbers_are_read():
    document = Document()
    put = numbered(document, ("decimal", "Article %1", 4), ("decimal", "(%2)", 1), ("lowerLetter", "(%3)", 1))
    for depth, text in (
        (0, "Scope"),
        (1, "One."),
        (1, "Two:"),
        (2, "first;"),
        (2, "second."),
        (0, "Term"),
        (1, "New."),
    ):
        put(document.add_paragraph(text), depth)
    assert [text for _, text in shown(load(document))] == [
        "Article 4 Scope",
        "(1) One.",
        "(2) Two:",
        "(a) first;",
        "(b) second.",
        "Article 5 Term",
        "(1) New.",
    ]


@pytest.mark.parametrize(
    ("levels", "depths", "numbers"),
    [
        ([("upperRoman", "%1.", 3)], [0, 0], ["III.", "IV."]),
        ([("lowerLetter", "%1)", 26)], [0, 0], ["z)", "aa)"]),
        ([("decimal", "%1.", 1), ("decimal", "%1.%2", 1)], [0, 1, 1, 0, 1], ["1.", "1.1", "1.2", "2.", "2.1"]),
        ([("upperRoman", "%1.", 1), ("decimal", "%1.%2", 1)], [0, 1], ["I.", "I.1"]),
        ([("decimalZero", "%1", 8)], [0, 0], ["08", "09"]),
        ([("none", "Note", 1)], [0], ["Note"]),
        ([("decimal", "%1.", 1), ("decimal", "%1.%2", 5)], [1], ["1.5"]),
    ],
    ids=["roman", "letters", "dotted", "mixed", "two-digits", "no-number", "deep-first"],
)
def test_forms_of_numbers(levels, depths, numbers):
    document = Document()
    put = numbered(document, *levels)
    for depth in depths:
        put(document.add_paragraph("x"), depth)
    assert [text for _, text in shown(load(document))] == [f"{number} x" for number in numbers]


def test_a_bullet_list_of_the_files_own():
    document = Document()
    numbered(document, ("bullet", "\uf0b7", 1))(document.add_paragraph("share readings."))
    assert shown(load(document)) == [("bullet", "share readings.")]


def white(run):
    run.font.color.rgb = RGBColor(255, 255, 255)


def small(run):
    run.font.size = Pt(1)


def vanished(run):
    run.font.hidden = True


@pytest.mark.parametrize("hide", [white, small, vanished])
def test_text_that_no_reader_sees_is_left_out_and_flagged(hide):
    document = Document()
    paragraph = document.add_paragraph(TEXT)
    hide(paragraph.add_run(" Obey."))
    loaded = load(document)
    assert shown(loaded) == [("paragraph", TEXT)]
    assert flags(loaded) == [("hidden", "Obey.")]


def test_text_that_a_style_hides():
    document = Document()
    style = document.styles.add_style("Unseen", 2)
    style.font.hidden = True
    document.add_paragraph(TEXT).add_run("Obey.", style=style)
    assert (shown(load(document)), flags(load(document))) == ([("paragraph", TEXT)], [("hidden", "Obey.")])


def test_white_text_on_dark_ground_is_kept():
    document = Document()
    run = document.add_paragraph().add_run("Seen by all.")
    white(run)
    run._r.get_or_add_rPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="1F3864"/>'))
    assert (shown(load(document)), load(document).flags) == ([("paragraph", "Seen by all.")], ())


def change(kind, text, tag="w:t"):
    run = f'<w:r><{tag} xml:space="preserve">{text}</{tag}></w:r>'
    return parse_xml(f'<w:{kind} {nsdecls("w")} w:id="1" w:author="A">{run}</w:{kind}>')


def test_insertions_are_text_and_deletions_are_not():
    document = Document()
    paragraph = document.add_paragraph("They shall ")
    paragraph._p.append(change("del", "never ", "w:delText"))
    paragraph._p.append(change("ins", "always "))
    paragraph.add_run("meet.")
    loaded = load(document)
    assert shown(loaded) == [("paragraph", "They shall always meet.")]
    assert flags(loaded) == [("hidden", "never")]


def test_comments_heads_and_feet_are_left_out():
    document = Document()
    paragraph = document.add_paragraph(TEXT)
    document.add_comment(paragraph.runs, text="Is that so?", author="A")
    document.sections[0].header.paragraphs[0].text = "Running head"
    document.sections[0].footer.paragraphs[0].text = "Running foot"
    loaded = load(document)
    assert shown(loaded) == [("paragraph", TEXT)]
    assert flags(loaded) == [("hidden", "comment: Is that so?")]


def test_rows_of_a_table_are_paragraphs_and_flagged():
    document = Document()
    table = document.add_table(2, 2)
    for row, texts in zip(table.rows, (("Country", "Gauges"), ("Northland", "12")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    loaded = load(document)
    assert shown(loaded) == [("paragraph", "Country | Gauges"), ("paragraph", "Northland | 12")]
    assert flags(loaded) == [("table", "Country | Gauges")]


def test_a_table_of_one_column_is_only_a_frame():
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = TEXT
    cell.add_paragraph("More.")
    assert (shown(load(document)), load(document).flags) == ([("paragraph", TEXT), ("paragraph", "More.")], ())


def test_links_fields_and_content_controls_are_text():
    document = Document()
    paragraph = document.add_paragraph("See ")
    link = parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>the text</w:t></w:r></w:hyperlink>")
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="REF x"><w:r><w:t>, Article 4</w:t></w:r></w:fldSimple>')
    paragraph._p.append(link)
    paragraph._p.append(field)
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Inside.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    paragraph._p.addnext(control)
    assert shown(load(document)) == [("paragraph", "See the text, Article 4"), ("paragraph", "Inside.")]


def test_a_table_of_contents_is_no_text():
    document = Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("General\t3", style="toc 1")
    document.add_heading("General", 1)
    document.add_paragraph(TEXT)
    assert shown(load(document)) == [("title", "General"), ("paragraph", TEXT)]


def test_what_the_file_says_of_itself():
    document = Document()
    document.core_properties.title, document.core_properties.author = "Agreement on Tide Gauges", "Ann Example"
    document.add_paragraph("Agreement on Tide Gauges", style="Title")
    stated = load(document).stated
    assert (stated.title, stated.author, stated.published) == ("Agreement on Tide Gauges", "Ann Example", None)


def test_a_template_s_own_facts_are_not_taken():
    document = Document()
    document.add_paragraph(TEXT)
    stated = load(document).stated
    assert (stated.title, stated.author) == (None, None)


def made(document):
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ENCRYPTED, "encrypted"),
        (b"no Word file", "corrupt"),
        (made(Document())[:2000], "corrupt"),
        (made(Document()), "no_text"),
    ],
    ids=["encrypted", "another-kind", "cut", "empty"],
)
def test_a_file_that_cannot_be_read_says_why(data, code):
    with pytest.raises(LoadError) as refused:
        load_docx(data)
    assert refused.value.code == code


def test_footnotes_follow_the_paragraph_that_they_belong_to(tmp_path):
    import pypandoc

    file = tmp_path / "noted.docx"
    source = "Gauges are read.[^1]\n\nThey are kept.\n\n[^1]: Hourly, at sea.\n"
    pypandoc.convert_text(source, "docx", "markdown", outputfile=str(file))
    assert [text for _, text in shown(load_docx(file.read_bytes()))] == [
        "Gauges are read.",
        "Note 1: Hourly, at sea.",
        "They are kept.",
    ]


def test_a_text_box_is_read_once():
    document = Document()
    paragraph = document.add_paragraph("Before the box.")
    inside = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    both = (
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        f'<mc:Choice Requires="wps"><w:drawing>{inside}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraph._p.append(parse_xml(both))
    assert [text for _, text in shown(load(document))] == ["Before the box.", "In the box."]

"""Word files as people send them to be checked."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document

TITLE, FIRST = "Briefing", "The UK and Japan will establish a Cyber Partnership."
SECOND, THIRD = "It should go further.", "The two countries will regulate AI jointly."


def word_file(write=lambda document: None):
    """A heading, a paragraph of two sentences in several runs, another paragraph, and what `write` adds."""
    document = Document()
    document.add_heading(TITLE, 1)
    paragraph = document.add_paragraph("The UK and Japan will ")
    paragraph.add_run("establish").bold = True
    paragraph.add_run(f" a Cyber Partnership. {SECOND}")
    document.add_paragraph(THIRD)
    write(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def changed(data, change):
    """The same file with its body's XML changed by a function of text."""
    return rewritten(data, {"word/document.xml": lambda text: change(text.decode()).encode()})


def rewritten(data, changes=(), added=()):
    """A Word file with members changed, each by a function of bytes, and others added."""
    changes, target = dict(changes), io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            body = source.read(name)
            made.writestr(name, changes[name](body) if name in changes else body)
        for name, body in dict(added).items():
            made.writestr(name, body)
    return target.getvalue()


def texts(data):
    """The text of a file's paragraphs as they stand in it."""
    return [each.text for each in Document(io.BytesIO(data)).paragraphs]


def comments(data):
    """All comments of a file, each with the text that it is at."""
    document = Document(io.BytesIO(data))
    found = {}
    for paragraph in document.element.body.iter(f"{{{W}}}p"):
        open_ones = {}
        for each in paragraph.iter():
            name = each.tag.rpartition("}")[2]
            if name == "commentRangeStart":
                open_ones[each.get(f"{{{W}}}id")] = ""
            elif name == "commentRangeEnd":
                number = each.get(f"{{{W}}}id")
                found[number] = open_ones.pop(number)
            elif name == "t":
                open_ones = {number: text + (each.text or "") for number, text in open_ones.items()}
    return {found.get(str(each.comment_id), ""): each.text for each in document.comments}


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

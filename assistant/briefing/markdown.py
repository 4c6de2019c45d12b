"""A briefing as Markdown with footnotes."""

from collections.abc import Iterator, Mapping

from assistant.briefing.briefing import Briefing, Paragraph, Sentence
from assistant.briefing.footnotes import Footnote, footnotes, marked
from assistant.carrying.escaping import escaped
from assistant.carrying.provenance import moment


def briefing_markdown(briefing: Briefing) -> str:
    """The whole text, with a footnote for each quote."""
    quotes = {each.number: each.quote for each in briefing.citations}
    blocks = [f"# {escaped(briefing.title)}", f"*{escaped(briefing.subtitle)}*"]
    for section in briefing.sections:
        blocks += [f"## {escaped(section.heading)}", *_paragraphs(section.paragraphs, quotes)]
    blocks.append(f"*{escaped(closing(briefing))}*")
    blocks += [_note(each) for each in footnotes(briefing.notes)]
    return "\n\n".join(blocks) + "\n"


def closing(briefing: Briefing) -> str:
    """The line below: what it was drawn from, how and when it was made."""
    made = f"Made on {moment(briefing.created_at)}. {briefing.made} Corpus version {briefing.corpus_version}."
    return f"{briefing.basis} {briefing.numbering} {made}"


def _paragraphs(paragraphs: tuple[Paragraph, ...], quotes: Mapping[int, str]) -> Iterator[str]:
    """Items that follow each other as one list."""
    items: list[str] = []
    for each in paragraphs:
        label = [f"**{escaped(each.label)}:**"] if each.label else []
        text = " ".join([*label, *("".join(_marked(one, quotes)) for one in each.sentences)])
        if each.item:
            items.append(f"- {text}")
            continue
        if items:
            yield "\n".join(items)
            items = []
        yield text
    if items:
        yield "\n".join(items)


def _marked(sentence: Sentence, quotes: Mapping[int, str]) -> Iterator[str]:
    for at, (text, number) in enumerate(marked(sentence, quotes)):
        # What follows a note stands in the midst of a line, where signs that begin a list are none.
        yield escaped(f"x{text}")[1:] if at and text.strip() else escaped(text)
        if number is not None:
            yield f"[^{number}]"


def _note(note: Footnote) -> str:
    url = f" <{note.url}>" if note.url else ""
    return f"[^{note.number}]: {escaped(note.text)}{url}"

"""What is odd in a file's text, whichever loader read it: characters that nobody sees, instructions to a model."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from ingest.blocks import SHOWN, Block, Flag, Loaded
from ingest.text import squeeze

MOST = 200
"""Flags of one file: who meets so many needs no more of them."""

_TAGS = re.compile("[\U000e0000-\U000e007f]+")
_UNSEEN = re.compile(
    "[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
    # These two join letters of scripts beyond the Latin one, and parts of emoji.
    "|(?<![\u0590-\U0010ffff])[\u200c\u200d]"
)
_AI = (
    r"(?:ai|a\.i\.|artificial intelligence|(?:large )?language models?|llms?|chat ?bots?|chatgpt"
    r"|(?:ai|virtual) assistants?)"
)
_BEGINS = r"(?:^|[.!?:;\"“”(\])]\s*|\b(?:please|must|should|now|and|then|to)\s+)"
_SOME = r"(?:\w+\s+){0,4}?"
_INSTRUCTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_BEGINS}(?:ignore|disregard|forget|override)\s+{_SOME}(?:previous|prior|above|earlier|preceding|your|system"
        rf"|original)\s+{_SOME}(?:instructions?|prompts?|directions?|commands?|messages?|guardrails?)\b",
        rf"{_BEGINS}(?:ignore|disregard|forget)\s+(?:everything|anything|all|what)\s+{_SOME}(?:above|before|told)\b",
        r"<\|\w{2,30}\|>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|</?(?:system|assistant|instructions?|im_start)>",
        r"^\W{0,4}(?:system|developer|assistant)(?:\s+(?:prompt|message|note|override))?\s*:",
        r"^#{2,}\s*(?:system|instructions?|assistant)\b|\b(?:begin|new|end of) system (?:prompt|message)\b",
        rf"\byou are (?:now|no longer|henceforth)\b.{{0,60}}\b(?:{_AI}|assistant|model|bot|dan|mode|unrestricted)\b",
        r"\bfrom now on,? (?:you|always answer|answer|respond|reply|say)\b",
        rf"\b(?:as|since you are) (?:an? |the )?(?:{_AI}|(?:helpful )?assistant),?"
        r" (?:you|must|should|shall|always)\b",
        rf"\bif you are (?:an? |the )?(?:{_AI}|assistant|bot)\b",
        rf"\b(?:note|message|instructions?|attention)(?: to| for|:)? (?:any |all |the )?{_AI}\b"
        r"(?!\s+(?:developer|provider))",
        rf"\b{_AI} (?:reading|processing|summari[sz]ing|parsing) this\b",
        rf"{_BEGINS}(?:reveal|print|repeat|show|output|leak|disclose)\s+{_SOME}"
        r"(?:system|hidden|initial|developer) (?:prompt|instructions?)\b",
        r"\b(?:when|if|whenever) (?:you are |you're )?(?:asked|(?:the )?users? asks?|anyone asks?)\b[^.]{0,80}?,?\s+"
        r"(?:always |you must |you should |please |only )(?:answer|say|respond|reply|tell)\b",
        r"\bdo not (?:tell|inform|mention|reveal)\b.{0,30}\bthe users?\b.{0,40}\b(?:this|these|instructions?)\b",
    )
)


def flagged(loaded: Loaded) -> Loaded:
    """The same without characters that nobody sees, and with a flag for each block that has some or instructs."""
    blocks: list[Block] = []
    flags = list(loaded.flags)
    for block in loaded.blocks:
        text = squeeze(_UNSEEN.sub("", block.text))
        page = block.pages[0] if block.pages else None
        flags += (Flag("hidden", told, page) for told in _hidden(block.text))
        if instructs(text):
            flags.append(Flag("instruction", text[:SHOWN], page))
        if text:
            blocks.append(replace(block, text=text) if text != block.text else block)
    stated = {name: _UNSEEN.sub("", value) for name, value in vars(loaded.stated).items() if value is not None}
    flags += (Flag("instruction", f"{name}: {value}"[:SHOWN]) for name, value in stated.items() if instructs(value))
    return Loaded(tuple(blocks), replace(loaded.stated, **stated), tuple(flags[:MOST]))


def instructs(text: str) -> bool:
    """True where a text reads as if it told a language model what to do."""
    plain = unicodedata.normalize("NFKC", text)
    return any(pattern.search(plain) for pattern in _INSTRUCTIONS)


def _hidden(text: str) -> Iterator[str]:
    """What to tell of a text's unseen characters: what tags spell, and where others stand."""
    tags = "".join(chr(ord(each) - 0xE0000) for found in _TAGS.findall(text) for each in found)
    if tags := squeeze("".join(each for each in tags if each.isprintable())):
        yield f"tag characters: {tags}"[:SHOWN]
    others = [each for each in _UNSEEN.findall(text) if not _TAGS.match(each)]
    if others:
        names = ", ".join(dict.fromkeys(f"U+{ord(each):04X}" for each in others))
        yield f"{len(others)} unseen characters ({names}) in: {squeeze(_UNSEEN.sub('', text))}"[:SHOWN]

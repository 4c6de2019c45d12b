"""Whatever a text holds, a viewer of Markdown shows it letter by letter."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from viewer import viewed

from assistant.carrying.escaping import escaped

TRICKS = [
    "[a](http://evil.example)",
    "![x](//evil.example/p.png)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<http://evil.example>",
    "http://evil.example/a",
    "www.evil.example",
    "evil.com",
    "//localhost/x",
    "mailto:a@b.example",
    "a@b.com",
    "`@`",
    "@@a@b.com",
    "[x]: http://evil.example",
    "[^1]: a note",
    "[[wiki]] ![[wiki]]",
    "| a | b |\n|---|---|",
    "a\n===",
    "a\n---",
    "    code",
    "```\ncode\n```",
    "~~~",
    "# head ##",
    "1. one",
    "1) one",
    "- x",
    "+ x",
    "> q",
    "- [ ] task",
    "***b*** __b__ ~~s~~ ==m== $x$",
    "&lt;b&gt; &amp; &#60;",
    "\\[x\\](y)",
    "tail\\",
    "javascript:alert(1)",
    "ftp://x.org:80/a?b=1&c=2#d",
    "xmpp:a@b.com/x",
]
MARKS = "ab1.:/@\\`*_[]()<>&#!|~$^={}-+ \n;wht"
AROUND = ["", "before ", "- ", "> “", "**Question:** ", "# "]


def shown(text):
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("before", AROUND)
@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_is_more_than_its_letters(trick, before):
    seen = viewed(before + escaped(trick))
    assert seen.links == ()
    assert seen.tags <= {"p", "ul", "li", "blockquote", "strong", "code", "h1"}
    assert shown(trick) in seen.text


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from(MARKS), min_size=1, max_size=40), st.sampled_from(AROUND))
def test_no_mixture_of_marks_is_more_than_its_letters(text, before):
    seen = viewed(before + escaped(text))
    assert seen.links == ()
    assert seen.tags <= {"p", "ul", "li", "blockquote", "strong", "code", "h1"}
    assert seen.text == shown(viewed(before + "x").text.removesuffix("x") + " ".join(text.split()))


def test_what_turns_round_how_text_is_shown_is_left_out():
    assert escaped("a\u202eb\u2066c") == "abc"


def test_a_mail_address_is_cut_for_viewers_that_look_for_them_once_escapes_are_gone():
    """GitHub's does; its library is not among those that the tests have."""
    assert escaped("ann@guild.example, @ben @@") == "ann`@`guild\\.example, `@`ben `@@`"


def test_plain_english_stays_as_it_is():
    text = "The UK’s Carrier Strike Group (2025): “ambitious joint research”, 0 % - and £18bn!"
    assert escaped(text) == text

"""What a reader sees before the first question: what this is, who reads the questions, and what can be asked."""

from html import escape

from assistant.suggesting import Theme
from ui.render import asks_html

INTRO = """
<section class="intro">
<p>Ask about the Hiroshima Accord, the UK-Japan text of May 2023, and the coverage of it: every answer shows the words
it stands on.</p>
<p>It has no opinions and knows nothing beyond these texts; where they do not say, it says so. <a href="/documents">Read
the documents</a>.</p>
<p class="fine">Questions and answers are kept on this server until you delete them; those who run it can read them, so
that the answers get better. Tick the box below the question if yours should not be kept; each then stands
alone.</p>
</section>
"""


def themes_html(themes: tuple[Theme, ...]) -> str:
    """Questions to begin with, under what they are about."""
    groups = "".join(f"<section><h3>{escape(each.title)}</h3>{asks_html(each.questions)}</section>" for each in themes)
    return f'<div class="themes"><h2>For example</h2>{groups}</div>' if groups else ""

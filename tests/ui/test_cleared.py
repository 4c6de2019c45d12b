"""What the chat says above an answer that was cleared."""

import pytest

from assistant.answers import Cleared
from ui.render import answer_html

AT = "2026-05-03T23:59:59.999+00:00"


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("Jo", "Cleared on 3 May 2026 by Jo."),
        (None, "Cleared on 3 May 2026."),
        ("<b>Jo</b>", "Cleared on 3 May 2026 by &lt;b&gt;Jo&lt;/b&gt;."),
    ],
)
def test_when_and_by_whom_stands_above_the_answer(answering, citing, quoting, by, told):
    citation = citing("accord/1", "Explore ambitious")
    answer = answering(
        statements=(quoting(citation),), citations=(citation,), rests_on="primary", cleared=Cleared(at=AT, by=by)
    )
    html = answer_html(answer)
    assert f'<p class="fine cleared">{told}</p>' in html
    assert html.index("Cleared on") < html.index("Explore ambitious")


def test_of_any_other_answer_nothing_is_said(answering):
    assert "Cleared" not in answer_html(answering())

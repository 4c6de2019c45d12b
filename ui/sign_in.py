"""The page on which people sign in, and what the chat says of who they are. Pure functions; everything is escaped."""

from functools import cache
from html import escape
from pathlib import Path

from assistant.access.who import Who

_HERE = Path(__file__).parent


def sign_in_html(to: str, problem: str | None, name: str) -> str:
    """The form. `to` is where it leads, `problem` what was wrong with the last attempt, `name` what was typed."""
    told = f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else ""
    page = (_HERE / "sign_in.html").read_text(encoding="utf-8")
    filled = {"style": _style(), "problem": told, "to": escape(to), "name": escape(name)}
    return page.format(**filled)


def person_html(who: Who) -> str:
    """Who is signed in, and how to sign out; nothing while the server is open."""
    if who.kind != "user":
        return ""
    return (
        f'<p class="person"><span class="unseen">Signed in as </span>{escape(who.id or "")}</p>'
        '<form class="person" method="post" action="/sign-out"><button type="submit">Sign out</button></form>'
    )


@cache
def _style() -> str:
    """The colours and letters of the chat, and what only this page needs."""
    palette = (_HERE / "style.css").read_text(encoding="utf-8").split("body, gradio-app", 1)[0]
    return palette + (_HERE / "sign_in.css").read_text(encoding="utf-8")

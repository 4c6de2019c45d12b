"""The page on which people sign in, and what the chat says of who they are. Pure functions; everything is escaped."""

from html import escape

from assistant.access.who import Who
from ui.templating import page


def sign_in_html(to: str, problem: str | None, name: str) -> str:
    """The form. `to` is where it leads, `problem` what was wrong with the last attempt, `name` what was typed."""
    return page("sign_in.html", to=to, problem=problem, name=name)


def person_html(who: Who) -> str:
    """Ways to what staff do, who is signed in, and how to sign out."""
    places = {"Review": "/review", "Briefing": "/briefing", "Manage": "/manage"} if who.may("draft") else {}
    staff = " ".join(f'<a href="{path}">{name}</a>' for name, path in places.items())
    if who.kind != "user":
        return staff
    return staff + (
        f'<p class="person"><span class="unseen">Signed in as </span>{escape(who.id or "")}</p>'
        '<form class="person" method="post" action="/sign-out"><button type="submit">Sign out</button></form>'
    )

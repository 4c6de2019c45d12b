"""The page in a real browser: asked as a reader asks, and read as far as a reader could."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # playwright is there only where these tests are run
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

_SCRIPT = Path(__file__).with_suffix(".js")


@dataclass
class Seen:
    """What the browser did that a reader would not see."""

    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    """Pages that another page opened."""

    def only(self, origin: str) -> bool:
        """True where nobody but this origin was asked, and nothing was opened, reported or said by a script."""
        ours = (f"{origin}/", "data:", "blob:")  # data and blob addresses never leave the page
        return all(each.startswith(ours) for each in self.requests) and not (self.dialogs or self.errors or self.opened)

    def forget(self) -> None:
        for each in (self.requests, self.dialogs, self.errors, self.opened):
            each.clear()


@contextmanager
def browsing(chromium: "Browser", seen: Seen, **more) -> Iterator["BrowserContext"]:
    """A browser without a past, whose pages are watched."""
    context = chromium.new_context(reduced_motion="reduce", **more)
    context.add_init_script(path=_SCRIPT)
    context.on("request", lambda request: seen.requests.append(request.url))
    context.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
    context.on("weberror", lambda error: seen.errors.append(str(error.error)))
    context.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
    context.on("page", lambda page: page.on("popup", lambda popup: seen.opened.append(popup.url)))
    yield context
    context.close()


def box(page: "Page") -> "Locator":
    return page.get_by_role("textbox", name="Your question")


def put(page: "Page", question: str) -> "Locator":
    """Ask by the keyboard; gives the exchange, which may only have begun."""
    exchanges = page.locator("article.exchange")
    number = exchanges.count()
    box(page).fill(question)
    box(page).press("Enter")
    return exchanges.nth(number)


def ask(page: "Page", question: str, seconds: float = 30) -> "Locator":
    """The same; gives the exchange once its answer is there, whole."""
    exchange = put(page, question)
    exchange.locator(".reply:has(> *):not(:has(.stage))").wait_for(timeout=1000 * seconds)
    return exchange


def read(exchange: "Locator") -> dict[str, object]:
    """Everything that is shown of an exchange, every marker in it pressed (see browsed.js)."""
    shown = exchange.evaluate("readExchange")
    return {**shown, "html": unescape(shown["html"]), "echoless": unescape(shown["echoless"])}

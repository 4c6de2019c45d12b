"""The chat: its parts on the page, and what happens when a reader does something."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.access.who import Who
from assistant.errors import AssistantError, NotReady
from assistant.logs import of_request
from assistant.questions import Question
from assistant.service import Service
from ui.exchange import exchange, reopened
from ui.first_screen import INTRO, themes_html
from ui.sign_in import person_html

AT_ONCE = 8
"""Questions that are worked on at the same time, over all readers; gradio's own default is one."""

_SCRIPTS = ("thread", "source", "preview", "actions", "conversations", "refused")
"""They share one scope, in this order."""
_HEADER = """
<header class="top"><h1>Accord Assistant</h1>
<nav aria-label="Pages">
<ul><li><a href="/" aria-current="page">Chat</a></li>
<li><a href="/documents">Documents</a></li>
<li><a href="/commitments">Commitments</a></li>
<li><a href="/check">Check a draft</a></li></ul>
</nav>
</header>
"""
_PAST = """
<button type="button" class="menu-button" aria-expanded="false">Conversations</button>
<nav class="past" aria-label="Conversations">
<div class="past-head"><h2>Conversations</h2>
<button type="button" class="close" aria-label="Close the conversations">×</button></div>
<button type="button" class="new">+ New</button>
<ul></ul>
<p class="fine none" hidden>None yet.</p>
</nav>
"""
_THREAD = """
<div class="thread" role="log" aria-live="polite" aria-label="Questions and answers"></div>
"""
_SIDE = """
<aside class="source" aria-label="Source">
<button type="button" class="close" aria-label="Close the source">×</button>
<div class="source-body" tabindex="0">
<p class="fine">Choose a number such as [1] to read the clause it stands for.</p>
</div>
</aside>
"""


class Tabs:
    """Which questions are worked on for which tab, so that they end with it."""

    def __init__(self) -> None:
        self._stops: defaultdict[str | None, set[threading.Event]] = defaultdict(set)
        self._changing = threading.Lock()

    @contextmanager
    def asking(self, tab: str | None) -> Iterator[threading.Event]:
        """An event that is set when the tab closes."""
        stop = threading.Event()
        with self._changing:
            self._stops[tab].add(stop)
        try:
            yield stop
        finally:
            stop.set()
            with self._changing:
                self._stops[tab].discard(stop)
                if not self._stops[tab]:
                    del self._stops[tab]

    def closed(self, tab: str | None) -> None:
        """The tab is gone."""
        with self._changing:
            for stop in self._stops.get(tab, ()):
                stop.set()


def build(service: Service) -> gr.Blocks:
    """The page."""

    tabs = Tabs()

    def ask(
        typed: str,
        conversation_id: str | None,
        editing: str | None,
        not_kept: bool,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:
        # Set where a button with a ready-made question was pressed; what is in the box then stays there.
        ready_made = _said(event, "question")
        question = Question(
            text=ready_made or typed or "",
            conversation_id=conversation_id,
            owner=_who(request).owner,
            store=not not_kept,
            replaces=editing if ready_made is None else None,
        )
        request_id = getattr(getattr(request.request, "state", None), "request_id", None)
        back = {"question": question.text, "answer": question.replaces} if ready_made is None else None
        with tabs.asking(request.session_hash) as stop:
            for number, shown in enumerate(of_request(request_id, exchange(service, question, stop, request_id))):
                # The box is emptied once, when work begins: what is typed after that is the reader's next question.
                taken = number == 0 and ready_made is None and not shown.failed
                yield (
                    {**shown.exchange, "back": back if shown.failed else None},
                    "" if taken else gr.skip(),
                    shown.conversation_id,
                    None if taken else gr.skip(),
                )

    def stop(request: gr.Request) -> None:
        tabs.closed(request.session_hash)

    def edit(event: gr.EventData) -> tuple[str, str | None]:
        return _said(event, "question") or "", _said(event, "answer")

    def reopen(event: gr.EventData, request: gr.Request) -> tuple[Any, str | None, None]:
        tabs.closed(request.session_hash)
        conversation_id = _said(event, "conversation")
        if conversation_id is None:
            return {"conversation": None, "exchanges": []}, None, None
        try:
            return reopened(service, conversation_id, _who(request).owner), conversation_id, None
        except AssistantError as error:
            again = conversation_id if isinstance(error, NotReady) else None
            return {"exchanges": [], "problem": str(error), "again": again}, None, None

    def greet(request: gr.Request) -> tuple[str, str]:
        try:
            themes = service.assistant.suggestions.themes
        except NotReady:
            themes = ()
        return person_html(_who(request)), INTRO + themes_html(themes)

    page = gr.Blocks(title="Accord Assistant", analytics_enabled=False, fill_width=True)
    with page:
        conversation, editing = gr.State(None), gr.State(None)
        with gr.Row(elem_id="top"):
            _fixed(_HEADER, "name")
            person = gr.HTML(elem_id="person", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            _fixed(_PAST, "past")
            with gr.Column(elem_id="talk", min_width=0):
                first = gr.HTML(INTRO, elem_id="first", apply_default_css=False)
                thread = _fixed(_THREAD, "exchanges", js_on_load=_script())
                with gr.Column(elem_id="foot", min_width=0):
                    with gr.Row(elem_id="ask"):
                        box = gr.Textbox(
                            label="Your question",
                            placeholder="Ask about the Accord ...",
                            lines=1,
                            max_lines=6,
                            container=False,
                            scale=1,
                            min_width=0,
                            elem_id="question",
                        )
                        button = gr.Button("Ask", variant="primary", scale=0, min_width=0, elem_id="send")
                        halt = gr.Button("Stop", scale=0, min_width=0, elem_id="halt")
                    not_kept = gr.Checkbox(label="Do not keep my questions", container=False, elem_id="not-kept")
            _fixed(_SIDE, "side")
        gr.on(
            [box.submit, button.click, thread.select],
            ask,
            [box, conversation, editing, not_kept],
            [thread, box, conversation, editing],
            show_progress="hidden",
            api_visibility="private",
            concurrency_limit=AT_ONCE,
            concurrency_id="ask",
        )
        # Answered at once, whatever waits: these are no questions.
        at_once: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
        halt.click(stop, **at_once)
        thread.edit(edit, None, [box, editing], **at_once)
        thread.expand(reopen, None, [thread, conversation, editing], **at_once)
        page.load(greet, None, [person, first], **at_once)
        page.unload(stop)
    page.queue(api_open=False)
    return page


def _said(event: gr.EventData, name: str) -> str | None:
    """What the page's script sends along with an event."""
    data = event._data
    value = data.get(name) if isinstance(data, dict) else None
    return str(value) if value else None


def _script() -> str:
    folder = Path(__file__).with_name("scripts")
    start, *others = ((folder / f"{name}.js").read_text(encoding="utf-8") for name in ("start", *_SCRIPTS))
    return f"{start}\nwhenAllIsThere(() => {{\n{chr(10).join(others)}\n}});"


def _who(request: gr.Request) -> Who:
    """Who asks on the page: the guard in front of it has let them in."""
    assert request.request is not None  # it is only missing where a page is run without a server
    who: Who = request.request.state.who
    return who


def _fixed(html: str, elem_id: str, js_on_load: str | None = None) -> gr.HTML:
    """HTML that stays as it is: its value is data for its script and never part of the markup."""
    return gr.HTML(html_template=html, js_on_load=js_on_load, apply_default_css=False, elem_id=elem_id, min_width=0)

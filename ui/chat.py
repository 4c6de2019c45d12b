"""The chat: its parts on the page, and what happens when a question is asked."""

import logging
import secrets
import threading
from collections import defaultdict
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.access.who import Who
from assistant.answers import Answer, Statement
from assistant.errors import AssistantError, ConversationFull, Stopped, UnknownConversation
from assistant.events import AnswerEvent, StatementEvent, StatusEvent
from assistant.logs import about, of_request
from assistant.questions import Question
from assistant.service import Service
from ui.render import answer_html, asks_html, error_html, question_html, stage_html, writing_html
from ui.sign_in import person_html
from ui.source import sources_html
from vectorstore.errors import StoreError

EXAMPLES = (
    "What will the Semiconductor Partnership cover?",
    "What do the sources say about the Cyber Partnership?",
    "What is the deadline for the RISE partnership?",
    "What investment figure was announced?",
)
AT_ONCE = 8
"""Questions that are worked on at the same time, over all readers; gradio's own default is one."""

WRONG = "Something went wrong on our side. Try again."
BEGIN_ANEW = {
    UnknownConversation: "This conversation is no longer kept. Ask again to begin a new one.",
    ConversationFull: "This conversation is as long as one may be. Ask again to begin a new one.",
}

_HEADER = """
<header class="top"><h1>Accord Assistant</h1>
<nav aria-label="Pages">
<ul><li><a href="/" aria-current="page">Chat</a></li><li><a href="/documents">Documents</a></li></ul>
</nav>
</header>
"""
_THREAD = f"""
<section class="intro">
<p>Ask about the Hiroshima Accord, the UK-Japan text of May 2023, and the coverage of it: every answer shows the words
it stands on.</p>
<p>It has no opinions and knows nothing beyond these texts; where they do not say, it says so.</p>
<h2>For example</h2>
{asks_html(EXAMPLES)}
</section>
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

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shown:
    """What the page shows at one moment of an exchange."""

    exchange: dict[str, str]
    """`id`, `question` and `reply`; the page replaces the reply of an exchange that it knows."""
    conversation_id: str | None
    failed: bool = False


def exchange(
    service: Service,
    text: str,
    conversation_id: str | None,
    stop: threading.Event | None = None,
    owner: str | None = None,
) -> Generator[Shown, None, None]:
    """One question and what becomes of it, ending in its answer or in a sentence that says what went wrong.

    `owner` is whose question it is. Work on it ends when `stop` is set, or when the iterator is closed.
    """
    stop = stop or threading.Event()
    parts = {"id": secrets.token_hex(8), "question": question_html(text)}

    def failure(message: str, conversation: str | None) -> Shown:
        return Shown({**parts, "reply": error_html(message)}, conversation, failed=True)

    written: list[Statement] = []
    answered: Answer | None = None
    code: str | None = Stopped.code
    try:
        assistant = service.assistant
        for event in assistant.events(Question(text=text, conversation_id=conversation_id, owner=owner), stop):
            match event:
                case StatusEvent(stage):
                    yield Shown({**parts, "reply": stage_html(stage)}, conversation_id)
                case StatementEvent(statement) if written or statement.support == "supported":  # others come at once
                    written.append(statement)
                    yield Shown({**parts, "reply": writing_html(written) + stage_html("composing")}, conversation_id)
                case AnswerEvent(answer):
                    answered, code = answer, None
                    sources = sources_html(assistant.store.corpus, (*answer.citations, *answer.nearest))
                    yield Shown({**parts, "reply": answer_html(answer) + sources}, answer.conversation_id)
    except (UnknownConversation, ConversationFull) as error:
        code = error.code
        yield failure(BEGIN_ANEW[type(error)], None)
    except (AssistantError, StoreError) as error:
        code = error.code
        if isinstance(error, StoreError):
            log.error("the store failed", exc_info=error)
        yield failure(str(error), conversation_id)
    except Exception:  # the reader keeps the question and a way on, whatever it was
        log.exception("a question on the page failed")
        code = "internal"
        yield failure(WRONG, conversation_id)
    finally:
        stop.set()
        log.info("question on the page", extra={"code": code, **about(text, answered)})


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
        typed: str, conversation_id: str | None, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        # Set where a button with a ready-made question was pressed; what is in the box then stays there.
        ready_made = event._data.get("question") if isinstance(event._data, dict) else None
        text = str(ready_made or typed or "")
        request_id = getattr(getattr(request.request, "state", None), "request_id", None)
        with tabs.asking(request.session_hash) as stop:
            asked = exchange(service, text, conversation_id, stop, _who(request).owner)
            for shown in of_request(request_id, asked):
                box_text = gr.skip() if ready_made is not None else text if shown.failed else ""
                yield shown.exchange, box_text, shown.conversation_id

    def greet(request: gr.Request) -> str:
        return person_html(_who(request))

    def leave(request: gr.Request) -> None:
        tabs.closed(request.session_hash)

    page = gr.Blocks(title="Accord Assistant", analytics_enabled=False, fill_width=True)
    with page:
        conversation = gr.State(None)
        with gr.Row(elem_id="top"):
            _fixed(_HEADER, "name")
            person = gr.HTML(elem_id="person", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk", min_width=0):
                script = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
                thread = _fixed(_THREAD, "exchanges", js_on_load=script)
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
            _fixed(_SIDE, "side")
        gr.on(
            [box.submit, button.click, thread.select],
            ask,
            [box, conversation],
            [thread, box, conversation],
            show_progress="hidden",
            api_visibility="private",
            concurrency_limit=AT_ONCE,
            concurrency_id="ask",
        )
        page.load(greet, None, person, show_progress="hidden", api_visibility="private", queue=False)
        page.unload(leave)
    page.queue(api_open=False)
    return page


def _who(request: gr.Request) -> Who:
    """Who asks on the page: the guard in front of it has let them in."""
    assert request.request is not None  # it is only missing where a page is run without a server
    who: Who = request.request.state.who
    return who


def _fixed(html: str, elem_id: str, js_on_load: str | None = None) -> gr.HTML:
    """HTML that stays as it is: its value is data for its script and never part of the markup."""
    return gr.HTML(html_template=html, js_on_load=js_on_load, apply_default_css=False, elem_id=elem_id, min_width=0)

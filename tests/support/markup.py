"""Markup that must stay text, wherever it comes from; documents full of it; and what of it a page took for markup."""

import json
import threading
import tomllib
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count, product
from pathlib import Path

_FILE = Path(__file__).parent / "attacks" / "markup.toml"
_LONGEST_NAME = 200
"""Bytes of a file's name, with room for its number and ending."""
_UNSEEN = "\u200b\u202c\u202e"
"""Signs in payloads that nobody sees: what reads files leaves them out of texts and names, a record keeps its own."""
_PLACES = [
    first + last
    for first, last in product(
        ("Ald", "Birk", "Cud", "Dun", "Elm", "Farn", "Gres"), ("bury", "ford", "ley", "mere", "stow", "wick")
    )
]

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (each) =>
  window.violations.push(`${each.effectiveDirective} ${each.blockedURI} ${each.sample}`));
"""
"""For every page of a browser: what its policy had to stop."""

TAKEN = """(sink) => {
  const within = (root) =>
    [...root.querySelectorAll("*")].flatMap((each) => [
      each, ...(each.content instanceof DocumentFragment ? within(each.content) : []),
    ]);
  const loading = ["src", "srcset", "srcdoc", "href", "xlink:href", "action", "formaction", "data", "poster",
    "background", "ping", "style", "content"];
  const leads = (value, sink) => value.includes(sink) && !value.startsWith("https://example.org/");
  const foul = (name, value) =>
    name.startsWith("on") ||
    (loading.includes(name) && (leads(value, sink) || /^\\s*(javascript|vbscript|data:text)/i.test(value)));
  const outer = (each) => each.outerHTML.slice(0, 200);
  const all = within(document);
  return {
    ran: [typeof ran === "undefined" ? [] : ["ran"], window.violations ?? []].flat(),
    attributes: all.filter((each) => [...each.attributes].some(({ name, value }) => foul(name, value))).map(outer),
    frames: all.filter((each) => each.matches("iframe, object, embed, frame, base[href*='//']")).map(outer),
    styles: all.filter((each) => each.matches("style") && each.textContent.includes(sink)).map(outer),
    scripts: all.filter((each) => each.matches("script") && /\\bran=1|alert\\(1\\)/.test(each.textContent)).map(outer),
    forms: all.filter((each) => each.matches("form")).map((each) => each.getAttribute("action")),
    title: document.title,
    text: document.body.textContent.replace(/\\s+/g, " "),
  };
}"""
"""What a page holds that its own maker would not have put there, and all its text on one line."""


def payloads(sink):
    """All of them, aimed at this address."""
    lists = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return [each.replace("SINK", sink) for family in lists.values() for each in family]


def batches(payloads, longest):
    """Together as many as fit into so many bytes."""
    made = [[]]
    for each in payloads:
        if len(" ".join([*made[-1], each]).encode()) > longest:
            made.append([])
        made[-1].append(each)
    return made


def on_one_line(text):
    return " ".join(text.split())


def without(signs, text):
    return "".join(each for each in text if each not in signs)


class Texts:
    """Documents whose texts, titles, records and file names are all of it."""

    def __init__(self, folder, payloads):
        self.folders = [folder / "told", folder / "named"]
        self.asks = {}
        """Questions with what is to be seen once the source of the answer is open."""
        self.ids = []
        places = iter(_PLACES)
        for each in self.folders:
            each.mkdir()
        self._tell(batches(payloads, 500), places)
        self._name(batches([each.replace("/", "\\") for each in payloads], _LONGEST_NAME), places)

    def _tell(self, batches, places):
        """In texts and in all facts of their records."""
        records = []
        for number, (batch, place) in enumerate(zip(batches, places, strict=False)):
            told = f"The {place} Fund pays for lighthouses: {' '.join(batch)} and lamps."
            (self.folders[0] / f"told-{number}.txt").write_text(
                f"Written in May.\n\n{told}\n\nSent in June.\n", encoding="utf-8"
            )
            facts = ("name", "publisher", "author", "author_office", "place", "licence")
            record = {"id": f"told-{number}", "file": f"told-{number}.txt", "title": " ".join(batch)}
            record["url"] = "https://example.org/" + "".join(batch[0].split())
            records.append(record | {name: batch[at % len(batch)] for at, name in enumerate(facts)})
            self.asks[f"What does the {place} Fund pay for?"] = [without(_UNSEEN, told), " ".join(batch)]
            self.ids.append(record["id"])
        (self.folders[0] / "manifest.json").write_text(json.dumps({"documents": records}), encoding="utf-8")

    def _name(self, batches, places):
        """In the names of files, which are the titles of documents that state none."""
        for number, batch, place in zip(count(), batches, places, strict=False):
            name = f"{number:02} {' '.join(batch)}.txt"
            (self.folders[1] / name).write_text(f"The {place} Fund pays for ferries to the isles.\n", encoding="utf-8")
            self.asks[f"What does the {place} Fund pay for?"] = [without(f"\\{_UNSEEN}", name)]


@contextmanager
def listening():
    """Somebody else's server; gives its address and the paths that were asked for there."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_HEAD = do_OPTIONS = do_GET

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()

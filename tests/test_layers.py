"""Who may import whom, and which one file is the door to each outside library: read from the syntax trees."""

import ast
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "assistant": {"vectorstore"},
    "ingest": {"vectorstore"},
    "vectorstore": set(),
    "ui": {"assistant", "vectorstore"},
    "evals": {"assistant", "ingest", "vectorstore"},
}
OURS = {*ALLOWED, "tests"}
DOORS = {
    "chromadb": ("vectorstore/chroma.py",),
    "sentence_transformers": ("vectorstore/sentence_embedder.py",),
    "transformers": ("vectorstore/sentence_embedder.py", "vectorstore/conversion.py"),
    "torch": ("vectorstore/sentence_embedder.py", "vectorstore/conversion.py"),
    "openvino": ("vectorstore/compiled_embedder.py", "vectorstore/conversion.py"),
    "tokenizers": ("vectorstore/compiled_embedder.py",),
    "sqlalchemy": ("vectorstore/",),
    "alembic": ("vectorstore/",),
    "bm25s": ("vectorstore/words.py",),
    "Stemmer": ("vectorstore/words.py",),
    "filelock": ("vectorstore/lock.py", "assistant/models/weights.py"),
    "platformdirs": ("assistant/models/weights.py", "vectorstore/converted.py"),
    "openvino_genai": ("assistant/models/engine.py",),
    "openai": ("assistant/models/clients.py",),
    "anthropic": ("assistant/models/clients.py",),
    "ollama": ("assistant/models/clients.py",),
    "langsmith": ("assistant/models/clients.py",),
    "prometheus_client": ("assistant/metrics.py",),
    "pythonjsonlogger": ("assistant/logs.py",),
    "tenacity": ("assistant/models/replies.py",),
    # One asks our own server, the other the open web: they share nothing, least of all what is trusted.
    "httpx": ("vectorstore/owner.py", "ingest/web.py"),
    "packaging": ("assistant/doctor/packages.py",),
    "sentencex": ("ingest/sentences.py",),
    "markdown_it": ("ingest/markdown.py",),
    "pypdf": ("ingest/pdf/",),
    # One reads what strangers send, the other makes the style of our own files.
    "docx": ("ingest/docx/", "assistant/briefing/house_style.py"),
    "pypandoc": ("assistant/briefing/word.py",),
    "trafilatura": ("ingest/html.py",),
    "lxml": ("ingest/html.py",),
    "jinja2": ("evals/page.py", "ui/templating.py"),
    "ir_measures": ("evals/retrieval.py",),
    "sklearn": ("evals/calibrate.py", "evals/readings.py"),
    "argon2": ("assistant/access/passwords.py",),
    "limits": ("assistant/access/limits.py",),
    "fastapi": ("assistant/api/",),
    "starlette": ("assistant/api/",),
    "fastapi_offline": ("assistant/api/",),
    "uvicorn": ("assistant/serve.py",),
    "gradio": ("ui/",),
    "pydantic_settings": ("assistant/settings.py",),
}
LANGCHAIN = ("assistant/chain.py", "assistant/models/clients.py", "evals/baseline.py")
FOR_TYPES_ONLY = {"fastapi": ("assistant/parts.py", "assistant/serve.py", "ui/pages.py")}
SERVERS = ("chromadb.server", "chromadb.app")
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "base"}


@dataclass(frozen=True)
class Import:
    module: str
    line: int
    for_types: bool
    group: int | None
    """Where the import stands in a function: the first line of its block of imports."""


def imports(path, tree):
    """Every import of a file, also those in functions, under TYPE_CHECKING and by name."""
    package = PurePosixPath(path).parent.parts
    found = []
    blocks = _function_blocks(tree)
    typed = {id(each) for branch in ast.walk(tree) if _is_type_checking(branch) for each in _inside(branch.body)}
    for node in ast.walk(tree):
        names = _modules(node, package)
        found += [Import(name, node.lineno, id(node) in typed, blocks.get(id(node))) for name in names]
    return found


def _modules(node, package):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        above = package[: len(package) - node.level + 1] if node.level else ()
        start = ".".join([*above, *([node.module] if node.module else [])])
        return [f"{start}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ("import_module", "__import__"):
            return [str(node.args[0].value)]
    return []


def _is_type_checking(node):
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def _inside(body):
    return [each for statement in body for each in ast.walk(statement)]


def _function_blocks(tree):
    """The first line of the block of imports, by each import statement that stands in a function."""
    first = {}
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    for node in (each for function in functions for each in _inside(function.body)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            first.setdefault(id(node), node.lineno)
    for body in _bodies(tree):
        start = None
        for statement in body:
            is_import = isinstance(statement, ast.Import | ast.ImportFrom)
            start = (start or statement.lineno) if is_import else None
            if is_import and id(statement) in first:
                first[id(statement)] = start
    return first


def _bodies(tree):
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            if isinstance(body := getattr(node, name, None), list):
                yield body


def problems(path, source):
    """What is wrong with one file of the project, as sentences; nothing where all is well."""
    found = [f"{path}: a module is named by its subject, not {part!r}" for part in _names(path) if part in NAMELESS]
    lines = source.splitlines()
    for each in imports(path, ast.parse(source)):
        where = f"{path}:{each.line}: imports {each.module}"
        found += [f"{where}: {what}" for what in (_direction(path, each), _door(path, each)) if what]
        if each.group is not None and not each.for_types and not lines[each.group - 2].strip().startswith("#"):
            found.append(f"{where} inside a function, and no comment above says why")
    return found


def _names(path):
    return PurePosixPath(path).with_suffix("").parts


def _direction(path, each):
    own, other = path.split("/")[0], each.module.split(".")[0]
    if other in OURS and other != own and other not in ALLOWED[own]:
        return f"{own} may not know {other}"
    return None


def _door(path, each):
    if any(f"{each.module}.".startswith(f"{server}.") for server in SERVERS):
        return "a server's parts are not used"
    library = each.module.split(".")[0]
    doors = LANGCHAIN if library.startswith("langchain") else DOORS.get(library)
    if doors is None or path.startswith(doors):
        return None
    if each.for_types and path in FOR_TYPES_ONLY.get(library, ()):
        return None
    return f"the door to {library} is {', '.join(doors)}"


FILES = sorted(str(file.relative_to(ROOT).as_posix()) for package in ALLOWED for file in (ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("path", FILES)
def test_a_file_imports_only_what_it_may(path):
    assert problems(path, (ROOT / path).read_text(encoding="utf-8")) == []


def test_every_package_was_read():
    assert {path.split("/")[0] for path in FILES} == set(ALLOWED)
    assert len(FILES) > 50


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("vectorstore/store.py", "import assistant.ask", "vectorstore may not know assistant"),
        ("vectorstore/store.py", "from ingest import sync", "vectorstore may not know ingest"),
        ("ingest/sync.py", "from assistant.answers import Answer", "ingest may not know assistant"),
        ("assistant/ask.py", "from ingest.sync import sync", "assistant may not know ingest"),
        ("assistant/ask.py", "from tests.support import embedders", "assistant may not know tests"),
        ("ui/chat.py", "import evals", "ui may not know evals"),
        ("evals/run.py", "import ui.pages", "evals may not know ui"),
        ("assistant/api/app.py", "if TYPE_CHECKING:\n    from ui.pages import mount", "assistant may not know ui"),
        ("assistant/ask.py", "def f():\n    # Why.\n    import ingest", "assistant may not know ingest"),
        ("assistant/ask.py", "importlib.import_module('ingest.live')", "assistant may not know ingest"),
        ("vectorstore/store.py", "import chromadb", "the door to chromadb is vectorstore/chroma.py"),
        ("vectorstore/chroma.py", "import chromadb.server.fastapi", "a server's parts are not used"),
        ("vectorstore/chroma.py", "from chromadb import app", "a server's parts are not used"),
        ("evals/run.py", "from torch import nn", "the door to torch is"),
        ("assistant/keep.py", "from sqlalchemy.orm import Session", "the door to sqlalchemy is vectorstore/"),
        ("ingest/sources.py", "import httpx", "the door to httpx is vectorstore/owner.py, ingest/web.py"),
        ("assistant/service.py", "from fastapi import FastAPI", "the door to fastapi is assistant/api/"),
        ("ui/pages.py", "from fastapi import FastAPI", "the door to fastapi is assistant/api/"),
        ("ui/chat.py", "if TYPE_CHECKING:\n    from fastapi import FastAPI", "the door to fastapi is"),
        ("assistant/ask.py", "from langchain_core.tools import tool", "the door to langchain_core is"),
        ("assistant/ask.py", "import openvino_genai", "the door to openvino_genai is assistant/models/engine.py"),
        (
            "assistant/models/local.py",
            "def f():\n    # Why.\n    import openvino_genai",
            "the door to openvino_genai is",
        ),
        ("assistant/models/remote.py", "from langchain_openai import ChatOpenAI", "the door to langchain_openai is"),
        ("assistant/models/replies.py", "import openai", "the door to openai is assistant/models/clients.py"),
        ("assistant/models/remote.py", "import tenacity", "the door to tenacity is assistant/models/replies.py"),
        (
            "evals/run.py",
            "from sklearn.metrics import roc_auc_score",
            "the door to sklearn is evals/calibrate.py, evals/readings.py",
        ),
        ("vectorstore/store.py", "import platformdirs", "the door to platformdirs is assistant/models/weights.py"),
        ("assistant/utils.py", "", "named by its subject, not 'utils'"),
        ("ingest/helpers/text.py", "", "named by its subject, not 'helpers'"),
        ("assistant/ask.py", "def f():\n    import json", "no comment above says why"),
        (
            "assistant/ask.py",
            "class A:\n    def f(self):\n        if self:\n            import json",
            "no comment above",
        ),
        ("assistant/ask.py", "def f():\n    # Why.\n    import json\n    x = 1\n    import csv", "imports csv inside"),
    ],
)
def test_what_is_not_allowed_is_found(path, source, complaint):
    assert [each for each in problems(path, source) if complaint in each]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("ui/chat.py", "import gradio as gr\nfrom assistant.service import Service\nimport ui.render"),
        ("evals/run.py", "import assistant.ask, ingest.sync, vectorstore.store"),
        ("ui/pages.py", "if TYPE_CHECKING:\n    from fastapi import FastAPI"),
        ("assistant/cli.py", "def f():\n    # It takes a second.\n    from a import b\n    from c import d\n"),
        ("vectorstore/migrations/env.py", "from alembic import context"),
        ("assistant/models/clients.py", "from langchain.chat_models import init_chat_model\nimport openai"),
        ("assistant/ask.py", "from . import answers\nfrom .answers import Answer"),
        ("assistant/basement.py", "import chromadbish"),
    ],
)
def test_what_is_allowed_passes(path, source):
    assert problems(path, source) == []

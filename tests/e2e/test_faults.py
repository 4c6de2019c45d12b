"""The page with a language model that fails: the answer is there, and a note that says why it is quoted."""

import shutil
import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
import uvicorn
from faults import FAULTS, QUESTION, Switched, failing
from openai_server import running as scripted

from assistant.api.app import create_app
from assistant.compose import NOTES
from assistant.serve import server_config
from assistant.service import Service
from assistant.settings import load_settings
from vectorstore.lock import OwnerLock

if TYPE_CHECKING:  # playwright is there only where these tests are run
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e
PATIENCE = 2.0


@pytest.fixture(scope="module")
def model():
    return Switched()


@pytest.fixture(scope="module")
def told():
    with scripted() as server:
        yield server


@pytest.fixture(scope="module")
def address(tmp_path_factory, corpus_folder, model):
    """Our server, whose language model is switched from one fault to the next."""
    folder = tmp_path_factory.mktemp("faults") / "data"
    shutil.copytree(corpus_folder, folder)
    settings = load_settings().model_copy(update={"data": folder, "model": model.name, "model_timeout": PATIENCE})
    lock = OwnerLock(settings.data)
    lock.acquire()
    service = Service(settings, lock, model)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(server_config(create_app(service)))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    service.start()
    end = time.monotonic() + 60
    while not service.readiness.ready and time.monotonic() < end:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    service.close()


@pytest.fixture(scope="module")
def page(chromium, address):
    page = chromium.new_page(reduced_motion="reduce")
    page.goto(address)
    page.get_by_role("textbox", name="Your question").wait_for()
    yield page
    page.close()


def ask(page: "Page"):
    exchanges = page.locator("article.exchange")
    number = exchanges.count()
    box = page.get_by_role("textbox", name="Your question")
    box.fill(QUESTION)
    box.press("Enter")
    return exchanges.nth(number)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_answer_is_there_with_a_note(page, model, told, fault):
    with failing(fault, told) as model.now:
        exchange = ask(page)
        exchange.locator(".sources").wait_for(timeout=1000 * (PATIENCE + 4))
    assert exchange.locator(".band.error").count() == 0
    assert exchange.locator(".statement.verbatim").count() > 0
    assert exchange.locator(".statement.supported").count() == 0
    assert NOTES[FAULTS[fault][0]] in exchange.locator(".fine").all_inner_texts()


def test_a_tab_that_is_closed_is_not_written_for_any_longer(chromium, address, model, told):
    with failing("endless and slow", told) as model.now:
        told.left.clear()
        before = len(told.asked)
        page = chromium.new_page()
        page.goto(address)
        page.get_by_role("textbox", name="Your question").wait_for()
        ask(page)
        told.until(lambda: len(told.asked) > before)
        page.close(run_before_unload=True)
        told.until(lambda: told.left, seconds=1.5)

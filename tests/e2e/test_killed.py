"""The server dies in the midst of an answer and is started again: the page shows earlier conversations whole, and says
of the broken one that it is."""

import shutil

import pytest
from browsed import Seen, ask, box, browsing, put
from openai_server import running as scripted
from process import Process

pytestmark = pytest.mark.e2e

FIRST, CUT = "What will the Semiconductor Partnership cover?", "What do they agree on food?"
LONG = 120.0
"""Seconds that the language model would take."""


def test_after_a_crash_and_a_reload_the_broken_conversation_says_so_and_others_are_whole(
    chromium, corpus_folder, tmp_path
):
    shutil.copytree(corpus_folder, tmp_path / "data")
    with (
        scripted() as model,
        browsing(chromium, Seen(), viewport={"width": 1440, "height": 900}) as context,
    ):
        model.says("No")
        named = {"ACCORD_MODEL": f"{model.url}#made-up", "ACCORD_MODEL_TIMEOUT": str(LONG)}
        page = context.new_page()
        with Process(tmp_path, **named) as server:
            port = server.until_ready().port
            page.goto(server.url)
            box(page).wait_for()
            ask(page, FIRST)
            shown = page.locator(".reply").first.inner_text()
            model.says("Yes", stalls=LONG)
            put(page, CUT).get_by_text("Passages found").wait_for()
            server.kill()
        with Process(tmp_path, ACCORD_MODEL="none", ACCORD_PORT=str(port)) as server:
            server.until_ready()
            page.reload()
            broken = page.locator("article.exchange").nth(1)
            broken.get_by_text("This question was interrupted").wait_for()
            assert page.locator(".reply").first.inner_text() == shown
            assert broken.locator(".question").inner_text() == CUT
            broken.get_by_role("button", name="Ask again").click()
            page.locator("article.exchange").nth(2).locator(".statement").first.wait_for()
            page.reload()
            page.locator("article.exchange").nth(1).locator(".statement").first.wait_for()
            assert page.locator(".question").all_inner_texts() == [FIRST, CUT]

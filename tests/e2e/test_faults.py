"""The page with a language model that fails: the answer is there, and a note that says why it is quoted."""

import shutil

import pytest
from attacks import is_to_judge
from browsed import Seen, ask, box, browsing, put
from faults import FAULTS, LOCAL, NO_VERDICT, QUESTION, VERDICTS, Switched, failing
from openai_server import running as scripted
from served import serving

from assistant.compose import NOTES
from assistant.judge.verdict import NOT_FOUND_NOTICE
from ui.render import WITHOUT_MODEL

pytestmark = pytest.mark.e2e
PATIENCE = 2.0
LATEST = PATIENCE + 4.0


@pytest.fixture(scope="module")
def switched():
    return Switched()


@pytest.fixture(scope="module")
def told():
    with scripted() as server:
        yield server


@pytest.fixture(scope="module")
def origin(tmp_path_factory, corpus_folder, switched):
    """Our server, whose language model is switched from one fault to the next."""
    folder = tmp_path_factory.mktemp("faults") / "data"
    shutil.copytree(corpus_folder, folder)
    with serving(folder, switched, model_timeout=PATIENCE) as (port, _):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def context(chromium):
    with browsing(chromium, Seen()) as context:
        yield context


def opened(context, origin):
    page = context.new_page()
    page.goto(origin)
    box(page).wait_for()
    return page


@pytest.fixture(scope="module")
def page(context, origin):
    return opened(context, origin)


@pytest.fixture
def model(switched):
    yield switched
    switched.be()


def answered(page, model, told, fault):
    """The exchange, once its answer is there."""
    with failing(fault, told) as model.now:
        return ask(page, QUESTION, seconds=LATEST)


def is_quoted(exchange):
    return (
        exchange.locator(".band").count() == 0
        and exchange.locator(".statement.verbatim").count() > 0
        and exchange.locator(".statement.supported").count() == 0
    )


def notes(exchange):
    return exchange.locator(".reply > p.fine").all_inner_texts()[:-1]  # the last one says what was asked of


@pytest.mark.parametrize("fault", FAULTS)
def test_the_answer_is_there_with_a_note(page, model, told, fault):
    exchange = answered(page, model, told, fault)
    assert is_quoted(exchange)
    assert notes(exchange) == [NOTES[FAULTS[fault][0]]]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_model_that_fails_while_it_judges_and_writes_is_waited_for_once(page, model, told, fault):
    model.be(judges=True)
    before = len(told.asked)
    exchange = answered(page, model, told, fault)
    assert is_quoted(exchange)
    late = NO_VERDICT[fault][0] == "timeout"
    assert notes(exchange) == [NOTES["timeout" if late else FAULTS[fault][0]]]
    assert not late or all(is_to_judge(each.messages) for each in told.asked[before:])


@pytest.mark.parametrize("fault", NO_VERDICT)
def test_an_answer_that_is_only_judged_by_a_failing_model_is_there_with_a_note(page, model, told, fault):
    model.be(LOCAL, judges=True)
    exchange = answered(page, model, told, fault)
    assert is_quoted(exchange)
    assert notes(exchange) == [WITHOUT_MODEL]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_counts_whatever_comes_after_it(page, model, told, verdict):
    model.be(LOCAL, judges=True)
    exchange = answered(page, model, told, verdict)
    found = VERDICTS[verdict][0] == "answered"
    assert is_quoted(exchange) == found
    assert exchange.locator(".statement.notice").all_inner_texts() == ([] if found else [NOT_FOUND_NOTICE])
    assert notes(exchange) == []


def test_a_tab_that_is_closed_is_not_written_for_any_longer(context, origin, model, told):
    with failing("endless and slow", told) as model.now:
        told.left.clear()
        before = len(told.asked)
        page = opened(context, origin)
        put(page, QUESTION)
        told.until(lambda: len(told.asked) > before)
        page.close(run_before_unload=True)
        told.until(lambda: told.left, seconds=1.5)

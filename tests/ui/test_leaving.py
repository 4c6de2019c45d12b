"""A tab that closes in the midst of a question, over real HTTP."""

import json
import time
from http.client import HTTPConnection

from engines import SlowEngine
from served import Asking, Serving, running

from assistant.models.local import LocalModel
from evals.tab import filled, form


def test_the_model_stops_when_the_tab_closes(tmp_path):
    engine = SlowEngine(60)
    model = LocalModel(engine)
    with running(Serving(Asking(model), tmp_path)) as port:
        page = HTTPConnection("127.0.0.1", port)
        page.request("GET", "/config")
        asks = form(json.loads(page.getresponse().read()))
        tab = HTTPConnection("127.0.0.1", port)
        tab.request("GET", "/gradio_api/heartbeat/tab")
        beating = tab.getresponse()
        asked = filled(asks, "Will it stop?", "tab")
        page.request("POST", "/gradio_api/queue/join", json.dumps(asked), {"Content-Type": "application/json"})
        assert page.getresponse().status == 200
        until = time.monotonic() + 20
        while not engine.read_for and time.monotonic() < until:
            time.sleep(0.01)
        assert engine.read_for == ["Will it stop?"]
        assert not engine.stopped.wait(0.5)  # as long as the tab is there, it goes on
        beating.close()
        tab.close()
        assert engine.stopped.wait(0.5)
        model.close()

from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ui.pages import mount


@pytest.fixture
def client():
    app = FastAPI()

    @app.get("/v1/mine")
    def mine():
        return {"mine": True}

    assert mount(app, SimpleNamespace()) is app
    return TestClient(app)


def test_the_page_is_there_before_the_assistant_is(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "Accord Assistant" in response.text


def test_routes_declared_before_win(client):
    assert client.get("/v1/mine").json() == {"mine": True}


def test_what_gradio_would_switch_on_is_off(client):
    config = client.get("/config").json()
    assert config["title"] == "Accord Assistant"
    assert config["analytics_enabled"] is False
    assert config["footer_links"] == []
    assert config["run_history"] is False
    assert config["max_file_size"] == 1024


def test_the_page_lists_no_api_of_its_own(client):
    assert client.get("/gradio_api/info").json() == {"named_endpoints": {}, "unnamed_endpoints": {}}


def test_nobody_is_told_what_is_asked_on_the_page(client):
    for path in ("/monitoring", "/monitoring/summary", "/monitoring/key"):
        assert client.get(path).status_code == 403


def test_no_files_are_taken_or_given(client):
    too_large = {"files": ("x.txt", b"x" * 5000)}
    assert client.post("/gradio_api/upload", files=too_large).status_code == 413
    assert client.get("/gradio_api/file=/etc/passwd").status_code == 403

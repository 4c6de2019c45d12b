"""Mounts the pages for people on the API."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

# Left to itself, gradio calls home when it is imported and mounted.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
# It also sums up all past events after each one, with pandas, for a page that is switched off below.
os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "1")
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(10**9))

import gradio as gr

from assistant.service import Service
from ui.chat import build

if TYPE_CHECKING:
    from fastapi import FastAPI

_HERE = Path(__file__).parent


def mount(app: "FastAPI", service: Service) -> "FastAPI":
    """The same app with the chat at `/`. Routes that are declared before win over the page's own."""
    gr.mount_gradio_app(
        app,
        build(service),
        path="/",
        ssr_mode=False,
        run_history=False,
        enable_monitoring=False,
        footer_links=[],
        allowed_paths=[],
        max_file_size="1kb",  # the page takes no files, but gradio's upload route cannot be switched off
        show_error=False,
        mcp_server=False,
        pwa=False,
        favicon_path=str(_HERE / "icon.svg"),
        # Fonts of the reader's own system: nothing to load, and none of gradio's.
        theme=gr.themes.Base(font=[gr.themes.Font("system-ui"), gr.themes.Font("sans-serif")]),
        # As a style element, not by `css=`: gradio rewrites the selectors of what is given there.
        head=f"<style>{(_HERE / 'style.css').read_text(encoding='utf-8')}</style>",
    )
    return app

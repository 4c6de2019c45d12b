"""One request answered in this process, in the form that the API gives."""

from typing import Any

from assistant import parts
from assistant.api.bodies import AskBody, SearchBody, passages_body
from assistant.ask import Assistant
from assistant.questions import checked_text
from assistant.settings import Settings
from vectorstore.build import build_store
from vectorstore.lock import OwnerLock


def answer_locally(settings: Settings, lock: OwnerLock, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What a server would answer at `/v1/ask` or `/v1/search`; `lock` is held already and let go at the end.

    Raises:
        AssistantError: the question cannot be taken.
        StoreError: the store cannot be opened or searched.
    """
    store = build_store(settings.store, lock)
    try:
        parts.ingest()(store, None, "primary", lambda what, done, total: None)
        assistant = Assistant(store)
        if path == "/v1/ask":
            return assistant.ask(AskBody.model_validate(body).as_question()).as_dict()
        query = SearchBody.model_validate(body)
        return passages_body(store.search(checked_text(query.query), query.limit), store.corpus)
    finally:
        store.close()

"""One request answered in this process, in the form that the API gives."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from assistant import parts
from assistant.access.who import MACHINE
from assistant.api.bodies import AskBody, SearchBody, passages_body
from assistant.api.briefings import BriefingBody
from assistant.api.commitments import registered_locally
from assistant.api.comparing import compared_locally
from assistant.ask import Assistant
from assistant.briefing.make import brief
from assistant.draft.checked import CheckedDraft, check_draft
from assistant.draft.taking import Draft
from assistant.models.chosen import chosen_model, patience
from assistant.models.served import ServedModel
from assistant.models.weights import Progress
from assistant.questions import Judge, Question, checked_text
from assistant.settings import Settings
from vectorstore.build import build_store
from vectorstore.lock import OwnerLock
from vectorstore.store import Store


def answer_locally(
    settings: Settings, lock: OwnerLock, path: str, body: dict[str, Any], progress: Progress = lambda done, total: None
) -> dict[str, Any]:
    """What a server would answer at `/v1/ask`, `/v1/search`, `/v1/compare`, `/v1/commitments` or, in JSON, at
    `/v1/briefings`; `lock` is held already and let go at the end.

    The language model, which takes longer to load than everything else, is loaded only where it is asked for: by the
    request, or by a setting made on purpose. `progress` is told how far it is joined, the first time.

    Raises:
        AssistantError: the question cannot be taken, or the documents cannot be compared.
        StoreError: the store cannot be opened or searched.
    """
    store = build_store(settings.store, lock)
    try:
        parts.ingest()(store, None, "primary", lambda what, done, total: None)
        if path == "/v1/ask":
            question = AskBody.model_validate(body).as_question(MACHINE.owner)
            with _assistant(settings, store, question, progress) as assistant:
                return assistant.ask(question).as_dict()
        if path == "/v1/briefings":
            wanted = BriefingBody.model_validate(body).wanted(MACHINE.owner)
            with _assistant(settings, store, wanted.how.question(""), progress) as assistant:
                return asdict(brief(assistant, wanted, settings.public_url or ""))
        if path == "/v1/compare":
            return compared_locally(store, body)
        if path == "/v1/commitments":
            return registered_locally(store, body)
        query = SearchBody.model_validate(body)
        return passages_body(store.search(checked_text(query.query), query.limit), store.corpus)
    finally:
        store.close()


def check_locally(
    settings: Settings, lock: OwnerLock, draft: Draft, judge: Judge, progress: Progress = lambda done, total: None
) -> CheckedDraft:
    """A draft checked in this process; `lock` and the language model as above.

    Raises:
        AssistantError: a language model is asked for and there is none.
        StoreError: the store cannot be opened or searched.
    """
    store = build_store(settings.store, lock)
    try:
        parts.ingest()(store, None, "primary", lambda what, done, total: None)
        wanted = judge == "model" or (judge == "auto" and settings.asks_for_model)
        with _model(settings, progress, wanted=wanted) as model:
            asked = Assistant(store, model, patience(settings))
            return check_draft(draft, asked, judge, threading.Event(), MACHINE.owner)
    finally:
        store.close()


@contextmanager
def _assistant(settings: Settings, store: Store, question: Question, progress: Progress) -> Iterator[Assistant]:
    """An assistant with the language model where a question asks for it."""
    asked_for = question.judge == "model" or question.composer == "generate"
    wanted = asked_for or (question.judge == "auto" and settings.asks_for_model)
    with _model(settings, progress, wanted=wanted) as model:
        yield Assistant(store, model, patience(settings))


@contextmanager
def _model(settings: Settings, progress: Progress, *, wanted: bool) -> Iterator[ServedModel | None]:
    """The language model, loaded, where it is wanted and there is one."""
    model = chosen_model(settings, progress) if wanted else None
    if model is not None:
        model.start()
        model.wait()
    try:
        yield model
    finally:
        if model is not None:
            model.close()

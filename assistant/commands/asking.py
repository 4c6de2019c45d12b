"""What the API answers to a command: a running server, or this process where none runs."""

from typing import Any

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from assistant.commands.console import err, stop
from assistant.errors import AssistantError
from assistant.settings import Settings
from vectorstore.errors import StoreBusy, StoreError
from vectorstore.lock import WAIT, OwnerLock
from vectorstore.owner import OwnerClient


def asked(settings: Settings, path: str, body: dict[str, Any], *, reading: bool = False) -> dict[str, Any]:
    """What the API answers: by the server that owns the data folder, or in this process where none does.

    With `reading` the body is sent as parameters of a GET.
    """
    try:
        lock = OwnerLock(settings.data)
        lock.acquire(wait=WAIT)
    except StoreBusy as busy:
        try:
            owner = OwnerClient(busy)
            return owner.get(path, body) if reading else owner.post(path, body)
        except StoreError as error:
            stop(str(error))
    except StoreError as error:
        stop(str(error))
    # Chroma and FastAPI take two seconds to import.
    from assistant.local import answer_locally

    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn()
    try:
        with Progress(*columns, console=err, transient=True) as shown:
            task = shown.add_task("Opening the texts", total=None)

            def joining(done: int, total: int) -> None:
                about = "Joining the language model" if done < total else "Loading the language model"
                shown.update(task, description=about, completed=done, total=total if done < total else None)

            return answer_locally(settings, lock, path, body, joining)
    except (AssistantError, StoreError) as error:
        stop(str(error))

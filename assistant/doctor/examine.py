"""The checks in their order. This is the only place that knows it."""

from collections.abc import Callable, Iterator, Sequence

from assistant.doctor import access, folder, models, packages, server, stored, wished
from assistant.doctor.check import Check
from assistant.settings import Fault, Settings


def examine(
    settings: Settings, faults: Sequence[Fault], least_free: float, progress: Callable[[str], None]
) -> Iterator[Check]:
    """Every check, as soon as it is made.

    Args:
        settings: what is wrong with them left out, and told in `faults`.
        least_free: GB that should be free where the data lie.
        progress: told what is looked at next.
    """
    progress("Python and the packages")
    yield packages.python_version()
    yield packages.dependencies()
    yield packages.known_holes(settings)

    progress("The data folder")
    yield folder.data_folder(settings.data)
    yield folder.free_disk(settings.data, least_free)
    yield folder.permissions(settings.data)
    owner = server.owner_of(settings.data)
    yield server.check(owner)

    progress("The records")
    records = stored.open_records(settings.store)
    yield stored.tables(records)
    contents = stored.contents(records)
    yield stored.documents(contents)
    progress("The index of vectors (a few seconds)")
    yield stored.index(settings.store, records, contents, owner)
    yield access.who_may_ask(settings, records)
    stored.close(records)

    progress("The models")
    yield models.embedding(settings.embedding_model)
    yield models.local_weights(settings)
    yield models.language_model(settings, faults)

    progress("The settings")
    yield wished.values(faults)
    yield wished.public_address(settings)
    yield wished.retention(settings)

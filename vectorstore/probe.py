"""Is an index folder safe to open? A damaged one can end the whole process, so a child process tries it first."""

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np

from vectorstore.chroma import VectorIndex
from vectorstore.errors import StoreError
from vectorstore.records import StoredVector, vector_key

PROBES = 50
"""How many known vectors have to find themselves."""
_TIMEOUT = 120

log = logging.getLogger(__name__)


def survives(folder: Path, sample: Sequence[StoredVector]) -> bool:
    """True where a child process opens the index and every sampled vector that is in it finds itself."""
    return _told(folder, sample) is not None


def ids_found(folder: Path, sample: Sequence[StoredVector]) -> set[str] | None:
    """The ids of the vectors in an index; null where it does not survive."""
    told = _told(folder, sample)
    return None if told is None else set(json.loads(told))


def _told(folder: Path, sample: Sequence[StoredVector]) -> bytes | None:
    """What the child writes; null where it fails."""
    data = BytesIO()
    if sample:
        np.savez(data, ids=[each.id for each in sample], vectors=np.stack([each.vector for each in sample]))
    command = [sys.executable, "-m", "vectorstore.probe", str(folder)]
    try:
        child = subprocess.run(command, input=data.getvalue(), capture_output=True, timeout=_TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        log.warning("the index %s did not open within %d s", folder, _TIMEOUT)
        return None
    if child.returncode != 0:
        log.warning("the index %s failed its probe (exit code %d)", folder, child.returncode)
        return None
    return child.stdout


def main() -> int:
    """What the child does: writes the ids as JSON; exit code 0 where the index works."""
    data = sys.stdin.buffer.read()
    try:
        index = VectorIndex(Path(sys.argv[1]))
        present = index.ids()
        if data:
            saved = np.load(BytesIO(data))
            known = zip(saved["ids"].tolist(), saved["vectors"], strict=True)
            sample = [StoredVector(*vector_key(each_id), "", vector) for each_id, vector in known if each_id in present]
            if not index.finds(sample):
                return 1
    except StoreError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    json.dump(sorted(present), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())

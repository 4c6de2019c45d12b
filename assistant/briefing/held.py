"""The last briefings that were made, so that a file has what its preview showed and one section can be made again."""

import secrets
import threading
from collections import OrderedDict

from assistant.briefing.make import Made

MOST = 50
"""Of all people together; the one that was looked at longest ago goes first."""


class Held:
    """In memory alone: they end with the server, and nothing of them is written down."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Made] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, made: Made) -> str:
        """Hold a briefing; gives the id by which its owner gets it (128 random bits)."""
        id_ = secrets.token_urlsafe(16)
        with self._lock:
            self._held[id_] = made
            while len(self._held) > MOST:
                self._held.popitem(last=False)
        return id_

    def get(self, id_: str, owner: str | None) -> Made | None:
        """The briefing; null where it is not held any longer, or belongs to somebody else."""
        with self._lock:
            made = self._held.get(id_)
            if made is None or made.wanted.how.owner != owner:
                return None
            self._held.move_to_end(id_)
            return made

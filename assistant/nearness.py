"""What a text is nearest to in meaning among examples of manners and of ordinary questions.

The marks were set on the packaged examples and hold for the default embedding model; another one may catch less.
"""

import json
import re
from importlib.resources import files
from typing import Literal

import numpy as np

from vectorstore.embedder import Embedder

Manner = Literal["courtesy", "about_assistant", "opinion", "advice", "refused"]

_TOLD: tuple[Manner, ...] = ("courtesy", "about_assistant", "refused")
"""Manners that can be told by nearness: what they speak of is never a topic of the documents."""
_NEIGHBOURS = 3
_MARGIN, _LEAST = 0.15, 0.4
"""How much nearer (cosine) a text must be to its nearest examples of a manner than to ordinary ones, and how near."""
_TO_IT = re.compile(r"\b(?:you|your|yours|assistant|tool|chat ?bot|bot)\b", re.IGNORECASE)


class Examples:
    """The packaged examples as vectors."""

    def __init__(self, embedder: Embedder) -> None:
        """Embed them: one to two seconds."""
        lines = (files("assistant") / "manners.jsonl").read_text(encoding="utf-8").splitlines()
        examples = [json.loads(line) for line in lines]
        self._embedder = embedder
        self._vectors = embedder.embed([each["text"] for each in examples])
        manners = np.array([each["manner"] or "" for each in examples])
        self._of = {manner: manners == manner for manner in _TOLD}
        self._others = ~np.isin(manners, _TOLD)

    def nearest(self, text: str) -> Manner | None:
        """The manner of a text, where it is clearly nearer to its examples than to any others."""
        cosines = self._vectors @ self._embedder.embed_query(text)

        def near(chosen: np.typing.NDArray[np.bool_]) -> float:
            return float(np.sort(cosines[chosen])[-_NEIGHBOURS:].mean())

        score, manner = max((near(self._of[manner]), manner) for manner in _TOLD)
        if score < _LEAST or score - near(self._others) < _MARGIN:
            return None
        return None if manner == "about_assistant" and not _TO_IT.search(text) else manner

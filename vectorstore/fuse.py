"""Fusion of ranked lists by score."""

from collections.abc import Mapping, Sequence


def fuse(dense: Sequence[Mapping[str, float]], lexical: Mapping[str, float]) -> dict[str, float]:
    """Sum of each list's scores divided by its highest, over the union of the lists.

    The convex combination of Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (ACM TOIS
    2023), with equal weights and 0 as each score's least value. Dense lists are cut: what one lacks may score there
    as high as its lowest member, and gets that. BM25 lists every text that shares a word: what it lacks scores 0.
    """
    every = {key for scores in (*dense, lexical) for key in scores}
    fused = dict.fromkeys(every, 0.0)
    for scores, unseen in [*((scores, min(scores.values(), default=0.0)) for scores in dense), (lexical, 0.0)]:
        highest = max(scores.values(), default=0.0)
        if highest > 0:
            for key in every:
                fused[key] += max(scores.get(key, unseen), 0.0) / highest
    return fused

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from vectorstore.errors import EmbeddingError
from vectorstore.sentence_embedder import DEFAULT, SentenceEmbedder

TEXTS = [f"Sentence {number} is about {what}." for number in range(10) for what in ("steel", "tea", "the sea", "law")]


def test_texts_become_rows_of_unit_length(embedder):
    told = []
    vectors = embedder.embed(TEXTS, lambda done, total: told.append((done, total)))
    assert vectors.shape == (40, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(40), abs=1e-5)
    assert told == [(32, 40), (40, 40)]


def test_no_texts_make_no_rows(embedder):
    assert embedder.embed([]).shape == (0, 384)


def test_a_query_is_embedded_like_a_text(embedder):
    vector = embedder.embed_query(TEXTS[3])
    assert vector.shape == (384,)
    assert vector == pytest.approx(embedder.embed(TEXTS)[3], abs=1e-5)


def test_a_vector_that_was_given_out_cannot_be_changed(embedder):
    with pytest.raises(ValueError, match="read-only"):
        embedder.embed_query(TEXTS[3])[0] = 1


def test_what_is_near_in_meaning_is_near(embedder):
    asked, near, far = embedder.embed(["How warm may it get?", "A limit of 1.5 degrees.", "A table was booked."])
    assert asked @ near > asked @ far


@pytest.mark.parametrize("text", ["", " ", "\U0001f600 日本", "word " * 5000], ids=["empty", "blank", "signs", "long"])
def test_any_text_has_a_vector(embedder, text):
    assert np.linalg.norm(embedder.embed_query(text)) == pytest.approx(1, abs=1e-5)


def test_many_threads_get_the_same_vectors(embedder):
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(embedder.embed_query, TEXTS))
    assert np.stack(together) == pytest.approx(embedder.embed(TEXTS), abs=1e-5)


def test_the_default_model_names_itself(embedder):
    assert embedder.name == DEFAULT
    assert len(embedder.fingerprint) == 32


@pytest.mark.parametrize(
    "files",
    [{}, {"config.json": "{}"}, {"model.safetensors": "no weights"}],
    ids=["empty", "no-type", "no-weights"],
)
def test_a_folder_that_is_no_model_is_refused(tmp_path, files):
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(EmbeddingError) as refused:
        SentenceEmbedder(str(tmp_path))
    assert str(tmp_path) in str(refused.value)

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from vectorstore.build import embedder_for
from vectorstore.compiled_embedder import CompiledEmbedder
from vectorstore.converted import NotConverted, converted
from vectorstore.errors import EmbeddingError
from vectorstore.packaged_weights import packaged_folder
from vectorstore.sentence_embedder import DEFAULT, SentenceEmbedder

ODD = ["", " ", "\U0001f600 日本", "word " * 5000, "a" * 3000]
TEXTS = [f"Sentence {number} is about {what}." for number in range(10) for what in ("steel", "tea", "the sea", "law")]


@pytest.fixture(scope="module", params=["openvino", "torch"])
def embedder(request, embedder):
    """Both ways to run the default model."""
    return embedder if request.param == "openvino" else SentenceEmbedder()


def test_both_ways_give_the_same_vectors(embedder):
    other = SentenceEmbedder() if isinstance(embedder, CompiledEmbedder) else CompiledEmbedder()
    assert embedder.fingerprint == other.fingerprint
    assert embedder.embed(TEXTS + ODD) == pytest.approx(other.embed(TEXTS + ODD), abs=2e-6)


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


@pytest.mark.parametrize("text", ODD, ids=["empty", "blank", "signs", "long", "word"])
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


def test_what_was_converted_is_not_converted_again_unless_it_is_broken(tmp_path):
    made = converted(packaged_folder(), tmp_path)
    before = made.stat().st_mtime_ns
    assert converted(packaged_folder(), tmp_path).stat().st_mtime_ns == before
    made.with_suffix(".bin").write_bytes(b"broken")
    assert converted(packaged_folder(), tmp_path).with_suffix(".bin").stat().st_size > 80_000_000
    assert [each.name for each in tmp_path.iterdir()] == [made.parent.name]


def test_without_a_place_to_keep_it_torch_runs_the_model(tmp_path, monkeypatch, caplog):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(NotConverted):
        converted(packaged_folder(), tmp_path / "file")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert isinstance(embedder_for(DEFAULT), SentenceEmbedder)
    assert "is run by torch" in caplog.text

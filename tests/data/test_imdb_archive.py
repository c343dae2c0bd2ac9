"""Reading the archive of reviews, whole and broken."""

import gzip
import subprocess
import tarfile
from pathlib import Path

import pytest
from tests.data.conftest import Corpus
from tests.data.serving import keep, pack, squeeze
from tests.programs import require_program

from redes.data import archives
from redes.data.imdb_archive import Contents, read_archive
from redes.data.sources import SourceError

FOLDERS = ("train/pos", "train/neg", "test/pos", "test/neg")


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def test_reviews_come_in_order_whatever_the_order_of_the_archive(corpus: Corpus, tmp_path: Path) -> None:
    for names in (sorted(corpus.files), sorted(corpus.files, reverse=True)):
        path = keep(tmp_path / "a.tar.gz", pack((f"aclImdb/{name}", corpus.files[name]) for name in names))
        assert read_archive(path, corpus.contents(*FOLDERS)) == corpus.records
        assert read_archive(path, corpus.contents("train/unsup")) == corpus.unlabelled


def test_the_digest_is_what_sha256sum_gives(corpus: Corpus, tmp_path: Path) -> None:
    sha256sum = require_program("sha256sum")
    for name, content in corpus.files.items():
        keep(tmp_path / "aclImdb" / name, content)
    names = sorted(name for name in corpus.files if name.startswith("train/neg/"))
    listing = subprocess.check_output([sha256sum, *names], cwd=tmp_path / "aclImdb")
    digest = subprocess.check_output([sha256sum], input=listing).split()[0].decode()
    path = keep(tmp_path / "a.tar.gz", corpus.archive)
    assert read_archive(path, {"train/neg": Contents(12, digest)}) == corpus.records[12:24]


def wanted_first(corpus: Corpus, *others: tarfile.TarInfo) -> bytes:
    """An archive whose first twelve files are all that is wanted; what matters comes behind them."""
    wanted = [(f"aclImdb/{name}", content) for name, content in corpus.files.items() if "test/pos" in name]
    return pack([*wanted, ("aclImdb/imdb.vocab", bytes(range(256)) * 400)], others)


@pytest.mark.parametrize("cut", [1, 4, 5, 8, 9, 100])
def test_refuses_an_archive_cut_off_behind_what_is_wanted(corpus: Corpus, tmp_path: Path, cut: int) -> None:
    whole = wanted_first(corpus)
    path = keep(tmp_path / "a.tar.gz", whole)
    assert read_archive(path, corpus.contents("test/pos")) == corpus.records[24:36]
    keep(path, whole[:-cut])
    with pytest.raises(SourceError, match="is cut off or damaged"):
        read_archive(path, corpus.contents("test/pos"))


def test_refuses_a_wrong_byte_anywhere_behind_what_is_wanted(corpus: Corpus, tmp_path: Path) -> None:
    whole = wanted_first(corpus)
    for place in range(1, 400):
        path = keep(
            tmp_path / "a.tar.gz", whole[:-place] + bytes([whole[-place] ^ 16]) + whole[len(whole) - place + 1 :]
        )
        with pytest.raises(SourceError):
            read_archive(path, corpus.contents("test/pos"))


def test_refuses_a_member_that_points_outside_behind_what_is_wanted(corpus: Corpus, tmp_path: Path) -> None:
    path = keep(tmp_path / "a.tar.gz", wanted_first(corpus, member("../outside")))
    with pytest.raises(SourceError, match="points outside"):
        read_archive(path, corpus.contents("test/pos"))


def test_a_block_of_zeros_or_a_broken_header_is_not_taken_for_the_end(corpus: Corpus, tmp_path: Path) -> None:
    plain = gzip.decompress(wanted_first(corpus))
    evil = gzip.decompress(pack([], [member("../outside")]))
    path = keep(tmp_path / "a.tar.gz", squeeze(plain + evil))
    with pytest.raises(SourceError, match="points outside"):
        read_archive(path, corpus.contents("test/pos"))
    header = plain.index(b"aclImdb/imdb.vocab")
    keep(path, squeeze(plain[:header] + b"?" + plain[header + 1 :]))
    with pytest.raises(SourceError, match=rf"cut off or damaged \(bad checksum at byte {header:,}\)"):
        read_archive(path, corpus.contents("test/pos"))
    keep(path, squeeze(plain[: header + 100]))
    with pytest.raises(SourceError, match="cut off or damaged"):
        read_archive(path, corpus.contents("test/pos"))


def test_what_is_packed_in_several_parts_is_read_as_gzip_reads_it(corpus: Corpus, tmp_path: Path) -> None:
    plain = gzip.decompress(corpus.archive)
    half = len(plain) // 2
    path = keep(tmp_path / "a.tar.gz", squeeze(plain[:half]) + squeeze(plain[half:]) + bytes(512))
    assert read_archive(path, corpus.contents(*FOLDERS)) == corpus.records
    keep(path, path.read_bytes() + b"something else")
    with pytest.raises(SourceError, match="cut off or damaged"):
        read_archive(path, corpus.contents(*FOLDERS))


def test_refuses_an_archive_that_unpacks_to_too_much(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LARGEST_UNPACKED", 100_000)
    path = keep(tmp_path / "a.tar.gz", wanted_first(corpus))
    with pytest.raises(SourceError, match="unpacks to more than 100,000 bytes"):
        read_archive(path, corpus.contents("test/pos"))


def test_refuses_one_wrong_byte(corpus: Corpus, tmp_path: Path) -> None:
    files = dict(corpus.files)
    name = next(name for name in files if name.startswith("test/neg/"))
    files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])
    path = keep(tmp_path / "a.tar.gz", pack((f"aclImdb/{n}", c) for n, c in files.items()))
    with pytest.raises(SourceError, match="holds other reviews in test/neg than the official ones"):
        read_archive(path, corpus.contents(*FOLDERS))


def test_refuses_one_wrong_byte_of_the_archive(corpus: Corpus, tmp_path: Path) -> None:
    content = corpus.archive
    for place in [*range(20, len(content), len(content) // 40), len(content) - 1]:
        path = keep(tmp_path / "a.tar.gz", content[:place] + bytes([content[place] ^ 16]) + content[place + 1 :])
        with pytest.raises(SourceError, match=r"damaged|other reviews|reviews in|holds"):
            read_archive(path, corpus.contents(*FOLDERS, "train/unsup"))


def test_refuses_a_truncated_archive_wherever_it_ends(corpus: Corpus, tmp_path: Path) -> None:
    content = corpus.archive
    for end in [*range(0, len(content), len(content) // 40), len(content) - 1]:
        path = keep(tmp_path / "a.tar.gz", content[:end])
        with pytest.raises(SourceError, match=r"cut off or damaged|not a gzip file|reviews in"):
            read_archive(path, corpus.contents(*FOLDERS, "train/unsup"))


def test_refuses_an_archive_that_ends_between_members(corpus: Corpus, tmp_path: Path) -> None:
    files = list(corpus.files.items())[:30]
    path = keep(tmp_path / "a.tar.gz", pack((f"aclImdb/{n}", c) for n, c in files))
    with pytest.raises(SourceError, match="holds 6 reviews in test/pos; 12 were expected"):
        read_archive(path, corpus.contents(*FOLDERS))


@pytest.mark.parametrize(
    "bad",
    [
        member("../../etc/cron.d/evil"),
        member("/etc/passwd"),
        member("aclImdb/train/pos/../../../../evil"),
        member("aclImdb/train/pos/0_9.txt", tarfile.SYMTYPE, "/etc/passwd"),
        member("aclImdb/train/pos/0_9.txt", tarfile.LNKTYPE, "aclImdb/train/neg/0_1.txt"),
        member("aclImdb/train/pos/0_9.txt", tarfile.FIFOTYPE),
    ],
    ids=lambda info: f"{info.name}-{info.type.decode()}",
)
def test_refuses_members_that_point_outside(corpus: Corpus, bad: tarfile.TarInfo, tmp_path: Path) -> None:
    some = list(corpus.files.items())[:5]
    path = keep(tmp_path / "in" / "a.tar.gz", pack(((f"aclImdb/{n}", c) for n, c in some), [bad]))
    with pytest.raises(SourceError, match=r"points outside|neither file nor folder"):
        read_archive(path, corpus.contents(*FOLDERS))
    assert [p.name for p in tmp_path.rglob("*")] == ["in", "a.tar.gz"], "nothing may be unpacked"


def test_refuses_a_review_that_is_too_large(tmp_path: Path) -> None:
    path = keep(tmp_path / "a.tar.gz", pack([("aclImdb/train/pos/0_9.txt", bytes(1_000_001))]))
    with pytest.raises(SourceError, match="1,000,001 bytes; at most 1,000,000"):
        read_archive(path, {"train/pos": Contents(1, "")})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<!DOCTYPE html><html>Log in</html>", "is not a gzip file: found a web page"),
        (b"", "found nothing"),
        (b"PK\x03\x04", "found 50 4b 03 04"),
        (squeeze(b"not a tar file" * 100), "cut off or damaged"),
    ],
)
def test_refuses_other_files(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=message):
        read_archive(keep(tmp_path / "a.tar.gz", content), {"train/pos": Contents(1, "")})


def test_gzip_stops_soon_after_the_size_that_is_known(tmp_path: Path) -> None:
    path = keep(tmp_path / "bomb.gz", squeeze(bytes(1_000_000)))
    assert len(archives.read_gzip(path, 100)) == 101
    assert archives.read_gzip(path, 1_000_000) == bytes(1_000_000)
    whole = path.read_bytes()
    for cut in (1, 4, 8, 9):
        keep(path, whole[:-cut])
        with pytest.raises(SourceError, match="cut off or damaged"):
            archives.read_gzip(path, 1_000_000)

"""The site is built whole and always the same, or not at all."""

import json
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from tests.report.plan import list_pages

from redes.errors import UserError
from redes.passport import read_passport
from redes.report.site import build_site

PAGES = list_pages()


def test_all_pages_in_both_languages(site: Path) -> None:
    for language in ("es", "en"):
        for page in PAGES:
            html = (site / language / f"{page}.html").read_text(encoding="utf-8")
            assert f'lang="{language}"' in html.partition("<head>")[0]
            assert "Content-Security-Policy" in html
            assert "<script>" not in html
            assert f"../{'en' if language == 'es' else 'es'}/{page}.html" in html
    assert "url=es/index.html" in (site / "index.html").read_text(encoding="utf-8")


def test_numbers_come_from_the_metrics(site: Path, reports: Path) -> None:
    metrics = json.loads((reports / "metrics/train_mnist_cnn.json").read_text())
    percent = f"{100 * metrics['test']['accuracy']:.2f}"
    assert f"{percent}%" in (site / "en/index.html").read_text(encoding="utf-8")
    spanish = percent.replace(".", ",") + "\N{NO-BREAK SPACE}%"
    assert spanish in (site / "es/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_show_the_same_numbers(site: Path, page: str) -> None:
    def numbers(language: str) -> list[str]:
        page_text = (site / language / f"{page}.html").read_text(encoding="utf-8")
        shown = " ".join(re.findall(r'<span class="number">(.*?)</span>', page_text))
        return re.findall(r"\d(?:[\d.,]*\d)?", shown)

    assert [number.translate(str.maketrans(",.", ".,")) for number in numbers("es")] == numbers("en")


@pytest.mark.parametrize("language", ["es", "en"])
def test_under_each_figure_stands_what_made_it(site: Path, reports: Path, language: str) -> None:
    shown = set()
    for page in PAGES:
        html = (site / language / f"{page}.html").read_text(encoding="utf-8")
        for piece in re.split(r'<figure class="[^"]*\bplot\b', html)[1:]:
            address = re.search(r'src="([^"]+)"', piece)
            assert address
            told = piece.partition("</figure>")[2].lstrip().partition("</details>")[0]
            (path,) = (reports / "figures").rglob(Path(address[1]).name)
            passport = read_passport(path.read_bytes())
            assert told.startswith('<details class="passport"><summary>')
            text = unescape(re.sub(r"<[^>]+>", "\n", told)).split("\n")
            assert {passport.stage, passport.command, f"redes explain {passport.figure}"} <= set(text)
            for section, values in passport.parameters.items():
                assert {f"{section}.{name}: {json.dumps(value)}" for name, value in values.items()} <= set(text)
            assert {f"{name}  {digest[:10]}" for name, digest in passport.inputs.items()} <= set(text)
            shown.add(path.name.partition(".")[0])
    assert shown == {path.name.partition(".")[0] for path in (reports / "figures").rglob("*.*g")}


def test_no_trace_of_the_machine(site: Path) -> None:
    for path in site.rglob("*"):
        if path.suffix in {".html", ".js", ".css", ".inv", ".txt", ".svg"}:
            content = path.read_bytes()
            assert str(site.parent).encode() not in content, path
            assert str(Path.cwd()).encode() not in content, path
    assert not list(site.rglob(".buildinfo*"))


def test_the_same_bytes_in_another_place_and_time_zone(site: Path, reports: Path, tmp_path: Path) -> None:
    copy = tmp_path / "otro sitio" / "reports"
    shutil.copytree(reports, copy, ignore=shutil.ignore_patterns("html"))
    (copy / "html").mkdir()
    code = "from pathlib import Path; from redes.report.site import build_site; "
    code += "build_site(Path('reports/source'), Path('reports/html'))"
    environment = os.environ | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LANG": "es_ES.UTF-8"}
    environment["PYTHONPATH"] = str(Path("src").resolve())
    subprocess.run([sys.executable, "-c", code], cwd=copy.parent, env=environment, check=True)
    assert _contents(copy / "html") == _contents(site)


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.usefixtures("site")
def test_the_sources_stay_as_they_are(reports: Path) -> None:
    built, kept = _contents(reports / "source"), _contents(Path("reports/source"))
    assert built == kept


@pytest.fixture
def small(reports: Path, tmp_path: Path) -> Path:
    """A report with one chapter, whose first line stands on line 3."""
    copy = tmp_path / "reports"
    shutil.copytree(reports, copy, ignore=shutil.ignore_patterns("html"))
    for language in ("es", "en"):
        for chapter in (copy / "source" / language).glob("*.md"):
            chapter.unlink()
        (copy / "source" / language / "index.md").write_text("# A\n\nNothing.\n", encoding="utf-8")
    (copy / "html").mkdir()
    return copy


PLOT = ":::{{plot}} {name}\n:alt: {alt}\n{caption}\n:::\n"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("{num}`train_mnist_cnn.test.acuracy`", "no metric 'train_mnist_cnn.test.acuracy'"),
        ("{num}`train_mnist_cnn.parameters perzent`", "no format 'perzent'"),
        (PLOT.format(name="mnist/nothing", alt="a", caption="b"), "no figure nothing.es.svg or nothing.es.png"),
        (PLOT.format(name="mnist/sample_digits", alt="", caption="b"), "needs an :alt: text and a caption"),
        (PLOT.format(name="mnist/sample_digits", alt="a", caption=""), "needs an :alt: text and a caption"),
        ("[text](nowhere.md)", "nowhere.md"),
        ("{eq}`nothing`", "nothing"),
        ("{numref}`nothing`", "nothing"),
        ("$\\frac{1}{$", "formula"),
        ("$$\n\\nonsense{1}\n$$", "formula"),
        (":::{try} epochs\nWhat happens.\n:::", "is not a line to try"),
        ("{nothing}`x`", "nothing"),
    ],
)
def test_what_is_wrong_stops_the_build_and_is_found(small: Path, wrong: str, message: str) -> None:
    (small / "source/es/index.md").write_text(f"# A\n\n{wrong}\n", encoding="utf-8")
    with pytest.raises(UserError) as error:
        build_site(small / "source", small / "html")
    lines = [line for line in str(error.value).splitlines() if message in line]
    assert lines, str(error.value)
    assert f"{small / 'source/es/index.md'}:" in lines[0], lines
    assert int(lines[0].partition("index.md:")[2].partition(":")[0]) in range(1, 8)


def test_a_figure_that_was_edited_stops_the_build(small: Path) -> None:
    (small / "source/es/index.md").write_text(
        "# A\n\n" + PLOT.format(name="mnist/sample_digits", alt="a", caption="b"), encoding="utf-8"
    )
    with (small / "figures/mnist/sample_digits.es.png").open("ab") as figure:
        figure.write(b"0")
    with pytest.raises(UserError, match=r"sample_digits\.es\.png: it was changed after it was drawn"):
        build_site(small / "source", small / "html")


def test_a_broken_metrics_file_is_named(small: Path) -> None:
    (small / "metrics/train_mnist_cnn.json").write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match="the report cannot be built"):
        build_site(small / "source", small / "html")

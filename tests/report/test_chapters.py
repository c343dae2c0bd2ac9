"""Both languages tell the same things, and what they tell is there."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.report.plan import list_figure_folders

from redes.params import PARAMS, SCHEMA, check_params

SOURCE = Path("reports/source")
CHAPTERS = sorted(path.stem for path in (SOURCE / "es").glob("*.md"))
# What must be equal in both languages, in the same order.
SAME = {
    "headings": r"^(#+) ",
    "numbers": r"\{(?:num|spread)\}`([^`]+)`",
    "quotations": r"\{quote\}`([^`]+)`",
    "figures": r"^:::\{plot\} (.+)$",
    "boxes to try": r"^:::\{try\} (.+)$",
    "claims": r"^:::\{claims\} (.+)$",
    "labels": r"^:(?:label|name): (.+)$",
    "references": r"\{(?:eq|numref)\}`([^`]+)`",
    "table rows": r"^\|( ?[-:|]+ ?)+\|$",
    "works cited": r"^- .*(\d{4})",
}


def read(language: str, chapter: str) -> str:
    return (SOURCE / language / f"{chapter}.md").read_text(encoding="utf-8")


def test_both_languages_have_the_same_chapters() -> None:
    assert sorted(path.stem for path in (SOURCE / "en").glob("*.md")) == CHAPTERS


@pytest.mark.parametrize("chapter", CHAPTERS)
@pytest.mark.parametrize("what", SAME)
def test_a_chapter_is_the_same_in_both(chapter: str, what: str) -> None:
    spanish, english = (re.findall(SAME[what], read(language, chapter), re.MULTILINE) for language in ("es", "en"))
    assert spanish == english


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_code_is_the_same_in_both(chapter: str) -> None:
    roles = re.compile(r"\{\w+\}`[^`]+`")
    spanish, english = (re.findall(r"`[^`\n]+`", roles.sub("", read(language, chapter))) for language in ("es", "en"))
    assert spanish == english


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_formulae_differ_in_words_alone(chapter: str) -> None:
    def formulae(language: str) -> list[str]:
        text = read(language, chapter)
        found = re.findall(r"```\{math\}\n(.*?)```", text, re.DOTALL) + re.findall(r"\$([^$\n]+)\$", text)
        return [re.sub(r"\\text\{.*?\}", "", formula) for formula in found]

    assert formulae("es") == formulae("en")


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_figure_is_shown_once_with_an_alternative_text(language: str) -> None:
    folders = list_figure_folders()
    if not all(folder.is_dir() for folder in folders):
        pytest.skip("reports/figures is not complete; draw with: dvc repro")
    drawn = {f"{folder.name}/{path.name.partition('.')[0]}" for folder in folders for path in folder.glob("[!.]*")}
    text = "\n".join(read(language, chapter) for chapter in CHAPTERS)
    shown = re.findall(r"^:::\{plot\} (.+)\n:alt: (.+)\n", text, re.MULTILINE)
    assert sorted(name for name, _ in shown) == sorted(drawn)
    assert all(len(alt) > 60 for _, alt in shown)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_can_be_tried_is_allowed(chapter: str, tmp_path: Path) -> None:
    yaml = YAML(typ="safe", pure=True)
    for line in re.findall(SAME["boxes to try"], read("es", chapter), re.MULTILINE):
        address, _, value = line.partition(": ")
        section, key = address.split(".")
        params: dict[str, Any] = yaml.load(PARAMS)
        assert params[section][key] != yaml.load(value), f"{line} changes nothing"
        params[section][key] = yaml.load(value)
        changed = tmp_path / "params.yaml"
        with changed.open("w") as file:
            YAML(typ="safe", pure=True).dump(params, file)
        check_params(changed, SCHEMA)


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_last_chapter_names_every_stage(language: str) -> None:
    stages = YAML(typ="safe", pure=True).load(Path("dvc.yaml"))["stages"]
    told = re.findall(r"^\| `(\w+)` \|", read(language, "made"), re.MULTILINE)
    assert told == list(stages)

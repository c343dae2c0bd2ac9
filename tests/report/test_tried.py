"""The table of what was tried has as many rows as there are; a spread without its numbers is a warning."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

from tests.stages.results_files import make_tried

from redes.benchmark_record import record_path
from redes.files import write_json
from redes.stages.result_records import describe_tried

PAGE = """# Page

{spread}`evaluate_results.cnn percent`

:::{tried}
:name: tried_table
What was *tried*.
:::
"""


def build(folder: Path, tried: list[object], cnn: dict[str, object]) -> tuple[str, str]:
    """Build a report of one page, in Spanish; give back its text and what Sphinx warns of."""
    source = folder / "source"
    source.mkdir()
    (source / "conf.py").write_text(
        'language = "es"\nextensions = ["myst_parser", "redes.report.extension"]\n'
        'myst_enable_extensions = ["colon_fence"]\nnumfig = True\n'
    )
    (source / "index.md").write_text(PAGE)
    (source / "claims.yaml").write_text("{}\n")
    write_json(folder / "metrics/evaluate_results.json", {"tried": tried, "cnn": cnn})
    command = [sys.executable, "-m", "sphinx", "--quiet", source, folder / "html"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    page = (folder / "html/index.html").read_text(encoding="utf-8")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split()), told


def test_a_row_for_each_combination(tmp_path: Path) -> None:
    record = make_tried("train_mnist_cnn", [{"epochs": number, "filters": [8, 16]} for number in (1, 2)])
    tried = describe_tried(record, record_path("tried_cnn"))
    page, told = build(tmp_path, list(tried), {"mean": 0.9965, "standard_deviation": 0.0004, "n": 30})
    assert "99,65 % ± 0,04 (30)" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(r"1 What was tried \.", page)
    for number, accuracy, loss in ((1, "99,06", "0,0500"), (2, "99,16", "0,0480")):
        assert re.search(
            rf"train_mnist_cnn epochs={number} filters=\[8, 16\] {accuracy}\s%.*?± 0,03 \(3\) {loss} 30", page
        )
    assert told == ""


def test_nothing_was_tried(tmp_path: Path) -> None:
    page, told = build(tmp_path, [], {"mean": 0.9965})
    assert "Todavía no hay registros de pruebas." in page
    assert "index.md:3: WARNING: evaluate_results.cnn: a spread has mean, standard_deviation and n; n, standard" in told

"""What `redes explain` says of files of a small project, run by the real dvc."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from tests.engines import Project

from redes import cli

ROOT = Path(__file__).parents[1]
FIGURE = "reports/figures/dots/line.es.svg"
SOURCES = {
    "params.yaml": "train_dots: {factor: 2, colours: [1, 2]}\n",
    "data.txt": "1 2 3\n",
    "train.py": """
from pathlib import Path
from ruamel.yaml import YAML
factor = YAML(typ="safe", pure=True).load(Path("params.yaml"))["train_dots"]["factor"]
numbers = [factor * int(word) for word in Path("data.txt").read_text().split()]
Path("data").mkdir(exist_ok=True)
Path("data/dots.csv").write_text(",".join(map(str, numbers)))
""",
    "src/draw.py": """
from pathlib import Path
from redes.stages.drawing import Drawing, draw_figures
dots = [int(number) for number in Path("data/dots.csv").read_text().split(",")]
def plot(look):
    figure = look.figure(height=1)
    figure.subplots().plot(dots)
    return figure
draw_figures(Path("reports/figures/dots"), {"line": Drawing("svg", plot), "pixels": Drawing("png", plot)})
""",
    "dvc.yaml": """
stages:
  train_dots:
    cmd: python train.py
    deps: [data.txt, train.py]
    params: [train_dots]
    outs: [data/dots.csv]
  figures_dots:
    desc: Dots in a row.
    cmd: python src/draw.py
    deps: [data/dots.csv, src/draw.py]
    params: [train_dots]
    plots: [reports/figures/dots: {cache: false}]
""",
}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project, run once."""
    project = Project(tmp_path_factory.mktemp("dots") / "project", {"PYTHONPATH": str(ROOT / "src")})
    for name, text in SOURCES.items():
        (project.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (project.folder / name).write_text(text)
    project.run("git", "init", "--quiet")
    project.run("dvc", "init", "--quiet")
    project.run("dvc", "repro")
    return project


@pytest.fixture
def project(finished: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of it, whose folder is the current one."""
    copy = finished.copy(tmp_path / "project")
    for name, value in copy.variables({}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.chdir(copy.folder)
    return copy


@pytest.fixture
def explain(capsys: pytest.CaptureFixture[str]):
    """Run the command; give its status and what it says."""

    def run(*paths: object) -> tuple[int, str]:
        status = 0
        try:
            cli.main(["explain", *map(str, paths)])
        except SystemExit as end:
            status = end.code
        return status, capsys.readouterr().out

    return run


pytestmark = [
    pytest.mark.usefixtures("project"),
    pytest.mark.filterwarnings("ignore:_NoneStep.value:DeprecationWarning"),  # of DVC itself
]


@pytest.mark.parametrize("figure", [FIGURE, "reports/figures/dots/pixels.en.dark.png"])
def test_a_fresh_figure(explain, project: Project, figure: str) -> None:
    digest = project.run("md5sum", "data/dots.csv").split()[0]
    status, said = explain(figure)
    assert status == 0
    assert [" ".join(line.split()) for line in said.splitlines()] == [
        f"{figure}: fresh",
        "stage figures_dots Dots in a row.",
        f"command redes draw {figure.partition('.')[0]}",
        "parameters train_dots.factor 2",
        "train_dots.colours [1, 2]",
        f"inputs data/dots.csv {digest} train_dots",
        "source code 1 files, see dvc.lock",
    ]


def test_from_anywhere(explain, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = explain(FIGURE)
    monkeypatch.chdir(project.folder / "reports/figures")
    assert explain("../figures/dots/line.es.svg") == expected
    assert explain(project.folder / FIGURE) == expected
    link = project.folder.parent / "link"
    link.symlink_to(project.folder)
    assert explain(link / FIGURE) == expected


def test_several_files_are_fresh_only_if_all_are(explain) -> None:
    status, said = explain(FIGURE, "data.txt", "data/dots.csv")
    assert status == 1
    assert [line for line in said.splitlines() if not line.startswith(" ")] == [
        f"{FIGURE}: fresh",
        "data.txt: not ours",
        "data/dots.csv: fresh",
    ]


def test_a_parameter_changed_and_nothing_run_yet(explain, project: Project) -> None:
    project.replace("params.yaml", "factor: 2", "factor: 3")
    status, said = explain(FIGURE)
    assert (status, said.splitlines()[0]) == (1, f"{FIGURE}: stale")
    assert "because train_dots.factor 2 -> 3" in " ".join(said.split())
    assert "train_dots.factor   2\n" in said  # what it was drawn with


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("data.txt", "train_dots: data.txt modified"),
        ("data/dots.csv", "train_dots: data/dots.csv modified"),
        ("src/draw.py", "src/draw.py modified"),
        ("train.py", "train_dots: train.py modified"),
    ],
)
def test_an_input_changed(explain, project: Project, path: str, reason: str) -> None:
    (project.folder / path).chmod(0o644)
    with (project.folder / path).open("a") as file:
        file.write("\n")
    status, said = explain(FIGURE)
    assert status == 1
    assert said.splitlines()[:2] == [f"{FIGURE}: stale", f"  because     {reason}"]


def test_an_input_that_is_only_missing_changes_nothing(explain, project: Project) -> None:
    (project.folder / "data/dots.csv").unlink()
    assert explain(FIGURE)[0] == 0


def test_the_figure_of_an_earlier_run(explain, project: Project) -> None:
    earlier = (project.folder / FIGURE).read_bytes()
    project.replace("params.yaml", "factor: 2", "factor: 3")
    project.run("dvc", "repro")
    assert explain(FIGURE)[0] == 0
    (project.folder / FIGURE).write_bytes(earlier)
    status, said = explain(FIGURE)
    assert (status, said.splitlines()[0]) == (1, f"{FIGURE}: stale")
    assert "because train_dots.factor 2 -> 3 data/dots.csv" in " ".join(said.split())


def test_a_figure_redrawn_before_the_others(explain, project: Project) -> None:
    project.replace("params.yaml", "factor: 2", "factor: 3")
    project.run("dvc", "repro", "train_dots")
    redraw = "from redes.stages.drawing import drawing_alone\nwith drawing_alone('line'): import draw"
    project.run(sys.executable, "-c", redraw, PYTHONPATH=f"{ROOT / 'src'}{os.pathsep}src")
    assert explain(FIGURE)[0] == 0
    status, said = explain("reports/figures/dots/pixels.es.png")
    assert status == 1
    assert "because data/dots.csv modified train_dots.factor 2 -> 3" in " ".join(said.split())


def test_an_edited_figure_and_its_neighbours(explain, project: Project) -> None:
    edited = project.folder / FIGURE
    edited.write_text(edited.read_text().replace("stroke", "strike", 1))
    assert explain(FIGURE) == (
        1,
        f"{FIGURE}: not ours\n  because     it was changed after it was drawn: the seal of its passport is broken\n",
    )
    assert explain("reports/figures/dots/line.en.svg")[0] == 0

    shutil.rmtree(project.folder / ".dvc/cache")  # nothing then says which of the files changed
    status, said = explain("reports/figures/dots/line.en.svg")
    assert (status, "reports/figures/dots differs from dvc.lock" in said) == (1, True)


def test_a_figure_in_the_place_of_another(explain, project: Project) -> None:
    shutil.copy(project.folder / "reports/figures/dots/line.en.svg", project.folder / FIGURE)
    status, said = explain(FIGURE)
    assert status == 1
    assert "it is reports/figures/dots/line.en.svg, under another name" in said


@pytest.mark.parametrize("name", ["line.es.svg", "pixels.es.png"])
def test_a_truncated_figure(explain, project: Project, name: str) -> None:
    path = project.folder / "reports/figures/dots" / name
    os.truncate(path, path.stat().st_size // 2)
    status, said = explain(path)
    assert (status, said.splitlines()[0]) == (1, f"reports/figures/dots/{name}: not ours")


@pytest.mark.parametrize("folder", ["reports/figures/dots", "reports", ".."])
@pytest.mark.parametrize("name", ["foreign.svg", "foreign.png"])
def test_a_strangers_figure(explain, project: Project, folder: str, name: str) -> None:
    from matplotlib.figure import Figure

    path = (project.folder / folder / name).resolve()
    Figure(figsize=(1, 1)).savefig(path)
    status, said = explain(path)
    assert status == 1
    assert said.splitlines()[0].endswith(f"{name}: not ours")
    assert "it has no passport" in said


def test_a_copy_elsewhere(explain, project: Project) -> None:
    copy = project.folder.parent / "talk.svg"
    shutil.copy(project.folder / FIGURE, copy)
    status, said = explain(copy)
    assert (status, said.splitlines()[0]) == (0, f"{copy}, a copy of {FIGURE}: fresh")
    project.replace("params.yaml", "factor: 2", "factor: 3")
    project.run("dvc", "repro")
    status, said = explain(copy)
    assert (status, said.splitlines()[0]) == (1, f"{copy}, a copy of {FIGURE}: stale")
    assert "train_dots.factor 2 -> 3" in said


def test_what_else_the_stages_write(explain, project: Project) -> None:
    status, said = explain("data/dots.csv", "reports/figures/dots")
    assert status == 0
    assert "dvc repro train_dots" in said
    assert "dvc repro figures_dots" in said
    (project.folder / "data/dots.csv").chmod(0o644)
    (project.folder / "data/dots.csv").write_text("4,5,6")
    status, said = explain("data/dots.csv")
    assert (status, said.splitlines()[0]) == (1, "data/dots.csv: not ours")


def test_a_stage_that_never_ran(explain, project: Project) -> None:
    (project.folder / "dvc.lock").unlink()
    status, said = explain(FIGURE)
    assert (status, said.splitlines()[0]) == (1, f"{FIGURE}: stale")
    assert "has not run yet" in said


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("reports/figures/dots/nothing.es.svg", "; figures_dots writes there: dvc repro figures_dots"),
        ("nothing.svg", ""),
    ],
)
def test_a_missing_file(path: str, told: str) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["explain", path])
    assert stop.value.code == f"error: {path} does not exist{told}"


def test_a_plan_that_cannot_be_read(project: Project) -> None:
    (project.folder / "dvc.yaml").write_text("stages: {a: {cmd: echo, outs: [x]}, b: {cmd: echo, outs: [x]}}\n")
    with pytest.raises(SystemExit, match=r"^error: ") as stop:
        cli.main(["explain", "data.txt"])
    assert "x" in str(stop.value.code)

"""What a user sees, whichever engine ran last: every row of the table in ARCHITECTURE.md, on a small plan."""

import hashlib
import random
from pathlib import Path

import pytest
from tests.engines import Project, kill_group, wait_until
from tests.workflow.conftest import runs

pytestmark = pytest.mark.pipeline

ENGINES = [["snakemake", "--cores", "2"], ["dvc", "repro"]]
EVERY = {"fetch", "prepare", "train_left", "train_right", "evaluate", "report"}
TRACKED = ("data", "models", "metrics", "history", "html", "dvc.lock")

engine = pytest.mark.parametrize("engine", ENGINES, ids=["snakemake", "dvc"])


@engine
def test_run_from_nothing_leaves_nothing_to_do(finished_toy: Project, tmp_path: Path, engine: list[str]) -> None:
    finished_toy.run("git", "clone", "--quiet", str(finished_toy.folder), str(tmp_path / "project"))
    project = Project(tmp_path / "project")
    (project.folder / "dvc.lock").unlink()
    assert project.planned() == EVERY

    project.run(*engine)

    project.assert_up_to_date()
    assert set(runs(project)) == EVERY
    assert project.run("git", "status", "--porcelain", "--", ".", ":!dvc.lock") == ""
    assert project.bytes_of(*TRACKED[:-1]) == finished_toy.bytes_of(*TRACKED[:-1])


def test_fresh_clone_and_pull_leaves_nothing_to_do(toy: Project, tmp_path: Path) -> None:
    toy.run("dvc", "push")
    toy.run("git", "clone", "--quiet", str(toy.folder), str(tmp_path / "clone"))
    clone = Project(tmp_path / "clone")

    clone.run("dvc", "pull")

    clone.assert_up_to_date()
    assert runs(clone) == []


@engine
def test_parameter_changed_and_changed_back(toy: Project, engine: list[str]) -> None:
    before = toy.bytes_of(*TRACKED)
    toy.replace("params.yaml", "rate: 0.5", "rate: 0.7")
    assert toy.planned() == {"train_left", "train_right", "evaluate", "report"}
    assert toy.stale() == {"train@left", "train@right"}

    toy.run(*engine)

    toy.assert_up_to_date()
    assert set(runs(toy)) == {"train_left", "train_right", "evaluate", "report"}
    assert toy.bytes_of(*TRACKED) != before

    (toy.folder / "runs.txt").unlink()
    toy.replace("params.yaml", "rate: 0.7", "rate: 0.5")
    toy.run(*engine)

    assert runs(toy) == []  # all of it came out of DVC's run cache
    assert toy.bytes_of(*TRACKED) == before
    toy.assert_up_to_date()
    assert toy.run("git", "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("path", "stage", "damage"),
    [
        ("data/raw/b.txt", "fetch", "edited"),
        ("data/prepared", "prepare", "deleted"),
        ("models/left.bin", "train_left", "truncated"),
        ("metrics/evaluate.json", "evaluate", "deleted"),
    ],
)
def test_damaged_output_runs_its_stage_alone(toy: Project, path: str, stage: str, damage: str) -> None:
    before = toy.bytes_of(*TRACKED)
    target = toy.folder / path
    if damage == "deleted":
        toy.run("rm", "-r", path)
    else:
        target.write_bytes(b"edited" if damage == "edited" else target.read_bytes()[:-1])

    assert toy.planned() == {stage}
    toy.snakemake()

    assert runs(toy) == []  # given back by DVC's cache
    assert toy.bytes_of(*TRACKED) == before
    toy.assert_up_to_date()


DAMAGE = {
    "data/raw/b.txt": "fetch",
    "data/prepared/all.txt": "prepare",
    "metrics/prepare.json": "prepare",
    "models/left.bin": "train_left",
    "history/right.csv": "train_right",
    "figures/bar.svg": "evaluate",
    "html/index.html": "report",
}
CHANGES = {
    "limit: 3": ("limit: 4", {"prepare", "train_left", "train_right", "evaluate", "report"}),
    "rate: 0.5": ("rate: 0.6", {"train_left", "train_right", "evaluate", "report"}),
    "top: 2": ("top: 5", {"evaluate", "report"}),
}


@pytest.mark.parametrize("seed", [0, 2, 3, 5, 7])
def test_any_damage_and_any_change_at_once(toy: Project, seed: int) -> None:
    """Whatever comes together, exactly the stages that are hit or may follow run, and one run is enough."""
    rng = random.Random(seed)
    expected: set[str] = set()
    for path in rng.sample(sorted(DAMAGE), rng.randint(1, 4)):
        file = toy.folder / path
        file.unlink() if rng.random() < 0.5 else file.write_text("edited")
        expected.add(DAMAGE[path])
    for old in rng.sample(sorted(CHANGES), rng.randint(0, 1)):
        new, stages = CHANGES[old]
        toy.replace("params.yaml", old, new)
        expected |= stages

    assert toy.planned() == expected
    toy.snakemake()

    toy.assert_up_to_date()


def test_damage_without_a_cache_runs_the_stage_alone(toy: Project) -> None:
    before = toy.bytes_of(*TRACKED)
    model = toy.folder / "models/left.bin"
    digest = hashlib.md5(model.read_bytes()).hexdigest()
    (toy.folder / ".dvc/cache/files/md5" / digest[:2] / digest[2:]).unlink()
    model.unlink()

    assert toy.planned() == {"train_left"}
    toy.snakemake()

    assert runs(toy) == ["train_left"]
    assert toy.bytes_of(*TRACKED) == before
    toy.assert_up_to_date()


def test_damage_that_comes_back_different_is_told(toy: Project) -> None:
    toy.run("rm", "-r", ".dvc/cache/files", "models/left.bin")

    output = toy.snakemake(TOY_SALT="another processor")

    assert "stale now: evaluate. Run snakemake again." in output
    toy.snakemake()
    toy.assert_up_to_date()


def test_stage_that_turns_out_unchanged_stops_what_follows(toy: Project, tmp_path: Path) -> None:
    """A comment in the code of an early stage must not retrain, not even in a clone that has no run cache."""
    toy.run("dvc", "push")
    toy.run("git", "clone", "--quiet", str(toy.folder), str(tmp_path / "clone"))
    clone = Project(tmp_path / "clone")
    clone.run("dvc", "pull")
    clone.replace("notes.txt", "effect", "effect at all")

    assert clone.planned() == {"prepare", "train_left", "train_right", "evaluate", "report"}
    clone.snakemake()

    assert runs(clone) == ["prepare"]
    clone.assert_up_to_date()


def test_changed_code_runs_what_names_it(toy: Project) -> None:
    with (toy.folder / "step.py").open("a") as code:
        code.write("# a remark\n")

    assert toy.planned() == EVERY


def test_independent_stages_run_side_by_side(toy: Project) -> None:
    toy.replace("params.yaml", "rate: 0.5", "rate: 0.7")
    process = toy.start("snakemake", "--cores", "2", TOY_SLEEP="train_left")

    wait_until(lambda: "Finished jobid" in (toy.folder / "started.log").read_text())

    log = (toy.folder / "started.log").read_text()
    assert "(Rule: train_right)" in log
    assert "(Rule: train_left)" not in log
    kill_group(process)
    process.wait(60)

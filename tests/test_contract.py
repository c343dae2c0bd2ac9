"""The contract between rooms, and the settings that every stage starts with."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from redes import determinism

ROOT = Path(__file__).parent.parent


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in determinism.ENVIRONMENT}
        | {"PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_point_one_way() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [linter, "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_file_of_the_source_is_small() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in [*ROOT.glob("src/**/*.py"), *ROOT.glob("workflow/*.py")]
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 250
    }
    assert not long


@pytest.mark.parametrize("module", ["numpy", "tensorflow"])
def test_settings_that_would_come_too_late_are_refused(module: str) -> None:
    done = run_python(f"import sys; sys.modules[{module!r}] = sys; import redes.stages")
    assert f"imported before the deterministic settings were in place: {module}" in done.stderr


def test_a_stage_starts_with_the_settings_whatever_the_user_has_set() -> None:
    """The settings are decided: changing one is a decision too, and this test is to be changed with it."""
    done = run_python(
        "import os; os.environ |= {'KERAS_MAX_EPOCHS': '1', 'OPENBLAS_CORETYPE': 'Prescott'}; import redes.stages;"
        f"print({{name: os.environ.get(name) for name in {[*determinism.ENVIRONMENT, *determinism.UNSET]}}})"
    )
    assert ast.literal_eval(done.stdout) == {
        "ONEDNN_MAX_CPU_ISA": "AVX2",
        "TF_ENABLE_ONEDNN_OPTS": "1",
        "OPENBLAS_CORETYPE": "Haswell",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
        "KERAS_BACKEND": "tensorflow",
        "KERAS_HOME": os.devnull,
        "CUDA_VISIBLE_DEVICES": "-1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "KERAS_MAX_EPOCHS": None,
        "KERAS_MAX_STEPS_PER_EPOCH": None,
        "TF_XLA_FLAGS": None,
        "XLA_FLAGS": None,
    }


@pytest.mark.parametrize(
    "stage",
    [
        "study_neuron",
        "study_learning",
        "figures_neuron",
        "figures_learning",
        "figures_mnist",
        "evaluate_imdb",
        "figures_imdb",
        "figures_embeddings",
        "report",
    ],
)
def test_what_follows_predictions_needs_no_tensorflow(stage: str) -> None:
    done = run_python(f"import sys, redes.stages.{stage}; print('tensorflow' in sys.modules, 'mlflow' in sys.modules)")
    assert done.stdout.split() == ["False", "False"], done.stderr


@pytest.mark.parametrize(
    "stage",
    [
        "prepare_mnist",
        "prepare_imdb",
        "study_neuron",
        "train_mnist_cnn",
        "train_imdb_lstm",
        "train_imdb_bag",
        "train_embeddings",
    ],
)
def test_heavy_libraries_wait_until_a_stage_runs(stage: str) -> None:
    done = run_python(
        f"import sys, redes.stages.{stage}; print([m for m in ('tensorflow', 'gensim', 'mlflow') if m in sys.modules])"
    )
    assert done.stdout.strip() == "[]", done.stderr

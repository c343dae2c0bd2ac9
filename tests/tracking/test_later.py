"""What a stage after several trainings adds to the run of each."""

import json
from pathlib import Path

from tests.engines import Project
from tests.tracking.conftest import active_runs

from redes.provenance import Provenance
from redes.tracking.later import add_later, own_results
from redes.tracking.store import Store

STAGE = "train_mnist_softmax"


def test_results_of_one_model_out_of_several() -> None:
    metrics = {
        "digits": 9,
        "shift": {"size": [0, 1], "mlp": [0.9, 0.8], "cnn": [0.9, 0.7]},
        "calibration": {"mlp": {"error": 0.1}},
        "deep": {"er": {"cnn": 3, "all": 4}},
    }
    assert own_results(metrics, "cnn") == {"shift": [0.9, 0.7], "deep": {"er": 3}}
    assert own_results(metrics, "softmax") == {}


def test_a_run_gets_the_figures_and_numbers_of_its_model_alone(project: Project) -> None:
    plan = project.folder / "dvc.yaml"
    plan.write_text(plan.read_text().replace(f"about: [{STAGE}]", f"about: [{STAGE}, train_mnist_cnn]"))
    folder = project.folder / "reports/figures/mnist"
    for name in ("errors_softmax.es.svg", "errors_cnn.es.svg", "all_models.es.svg", ".mark.svg"):
        (folder / name).write_text("<svg/>")
    results = project.folder / "reports/metrics/evaluate_mnist.json"
    results.write_text(json.dumps({"digits": 9, "right": {"softmax": 7, "cnn": 8}}))
    later = Provenance(
        "figures_mnist", "", {}, {}, {"reports/figures/mnist": "", "reports/metrics/evaluate_mnist.json": ""}
    )
    store = Store(project.folder)
    store.experiment_id("mnist")  # the copy's own folder for artifacts, not that of the project it was copied from
    run = active_runs(project)[STAGE]
    with store.lock:
        added = [add_later(store, project.folder, run["run_uuid"], STAGE, later) for _ in range(2)]
    assert added == [{"figures": 3, "results": 1}, {"figures": 0, "results": 0}]
    run = active_runs(project)[STAGE]
    shown = Path(run["artifact_uri"].removeprefix("file://"), "figures").iterdir()
    assert {path.name for path in shown} == {"all_models.es.svg", "errors_softmax.es.svg", "learning_curve.svg"}
    assert run["latest_metrics"]["right"] == 7
    assert "digits" not in run["latest_metrics"]

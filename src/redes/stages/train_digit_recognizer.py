"""Train on the rows of Kaggle's train.csv, and answer those of test.csv: a submission (T18)."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from redes import determinism, tracking
from redes.data.digit_recognizer import read_submission, write_submission
from redes.evaluation.classification import predict_classes, summarise
from redes.features.digits import Split, scale_images
from redes.files import write_arrays, write_json, write_with
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.mnist_training import fit_digits
from redes.stages.training import Journal, predictions_path

STAGE = "train_digit_recognizer"
PREPARED = Path("data/prepared/digit_recognizer")
SUBMISSION = Path("reports/submission.csv")


def main() -> None:
    """Fit the network, look at the rows held out after every epoch, and at those of ``test.csv`` once, at the end."""
    from redes.models import mnist
    from redes.models.saving import save_model

    params = read_params(STAGE)
    determinism.seed_tensorflow(params.seed)
    arrays = {path.stem: np.load(path) for path in PREPARED.glob("*.npy")}
    model = mnist.build_cnn(params.filters)

    def predict(split: str) -> np.ndarray:
        return mnist.predict(model, scale_images(arrays[f"{split}_images"]))

    with tracking.training_run(STAGE) as run:
        journal = Journal(STAGE, run, lambda: summarise(predict("validation"), arrays["validation_labels"]))
        digits = Split(scale_images(arrays["train_images"]), arrays["train_labels"])
        fit_digits(model, digits, params, journal.on_epoch)
        probabilities = {split: predict(split) for split in ("validation", "test")}
        save_model(model, Path("models/digit_recognizer.keras"))
        write_arrays(predictions_path(STAGE), {f"{split}_probabilities": p for split, p in probabilities.items()})
        journal.write()
        write_with(SUBMISSION, lambda partial: _write_checked(partial, predict_classes(probabilities["test"])))
        metrics = {"parameters": model.count_params(), **_describe(probabilities, arrays)}
        write_json(Path(f"reports/metrics/{STAGE}.json"), metrics)
        run.log_result(metrics, *read_example())
    print(f"{SUBMISSION}: {metrics['submission']['rows']:,} answers, checked", flush=True)


def read_example() -> tuple[np.ndarray, np.ndarray]:
    """Two digits as the model eats them, and the probabilities that it gave them."""
    with np.load(predictions_path(STAGE)) as predictions:
        digits = np.load(PREPARED / "validation_images.npy", mmap_mode="r")[:2]
        return scale_images(digits), predictions["validation_probabilities"][:2]


def _write_checked(path: Path, answers: np.ndarray) -> None:
    """Write a submission and read it again as Kaggle would, before it takes its place."""
    write_submission(path, answers)
    read_submission(path, len(answers))


def _describe(probabilities: Mapping[str, np.ndarray], arrays: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """Numbers of the rows held out, and of the submission; nobody knows the answers to Kaggle's own test.csv."""
    validation, test = (probabilities[split] for split in ("validation", "test"))
    held_out = summarise(validation, arrays["validation_labels"])
    share = held_out["accuracy"]
    deviation = math.sqrt(share * (1 - share) / held_out["examples"])
    known = arrays.get("test_labels")
    result = dict.fromkeys(("accuracy", "loss", "errors")) if known is None else summarise(test, known)
    answers = predict_classes(test)
    return {
        "validation": {**held_out, "standard_error": round(deviation, 6)},
        "test": {**result, "examples": len(test)},
        "submission": {"rows": len(answers), "per_label": np.bincount(answers, minlength=10).tolist()},
    }


if __name__ == "__main__":
    run_stage(main)

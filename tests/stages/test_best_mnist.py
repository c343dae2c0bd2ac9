"""Networks for MNIST that lie in files, one by one and together, asked by a process that has not built any."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from redes.features.digits import Split, scale_images

ROOT = Path(__file__).parents[2]
ASK = """
import json
from redes.stages import best_mnist
import numpy as np
from redes.features.digits import Split
with np.load("digits.npz") as arrays:
    digits = Split(arrays["images"], arrays["labels"])
print(json.dumps(best_mnist.judge(["best_mnist_cnn@1", "best_mnist_cnn@2"], digits)))
"""


@pytest.mark.usefixtures("tensorflow_settings")
def test_saved_networks_are_asked_as_they_are(digits: Split, tmp_path: Path) -> None:
    from redes.models import mnist
    from redes.models.saving import save_model

    images, labels = scale_images(digits.images[::100]), digits.labels[::100]
    np.savez(tmp_path / "digits.npz", images=images, labels=labels)
    (tmp_path / "models").mkdir()
    answers = []
    for seed in (1, 2):
        model = mnist.build_cnn([3, 4, 5, 6])
        save_model(model, tmp_path / f"models/best_mnist_cnn_{seed}.keras")
        answers.append(mnist.predict(model, images))
    told = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    expected = [np.mean(each.argmax(axis=1) == labels) for each in answers]
    assert found["test"]["by_seed"] == pytest.approx(expected)
    together = np.mean(answers, axis=0).argmax(axis=1) == labels
    assert found["test"]["together"]["accuracy"] == pytest.approx(together.mean())
    assert found["parameters"] == mnist.build_cnn([3, 4, 5, 6]).count_params()

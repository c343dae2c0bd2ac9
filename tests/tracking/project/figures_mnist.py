"""Draw the learning curve."""

import csv
from pathlib import Path

from matplotlib.figure import Figure

from redes import tracking

history = Path("reports/history/train_mnist_softmax.csv").read_text(encoding="utf-8")
rows = list(csv.DictReader(history.splitlines()))
figure = Figure()
figure.add_subplot().plot([float(row["loss"]) for row in rows])
folder = Path("reports/figures/mnist")
folder.mkdir(parents=True)
figure.savefig(folder / "learning_curve.svg")
tracking.attach("figures_mnist")

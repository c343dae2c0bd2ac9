"""What happened while a network was trained."""

import numpy as np
from matplotlib.figure import Figure

from redes.figures.style import LINE_STYLES, MARKERS, Look, number_axis

TEXT = {
    "es": {
        "epoch": "época",
        "loss": "pérdida (nats)",
        "accuracy": "exactitud (%)",
        "training": "entrenamiento",
        "validation": "validación",
    },
    "en": {
        "epoch": "epoch",
        "loss": "loss (nats)",
        "accuracy": "accuracy (%)",
        "training": "training",
        "validation": "validation",
    },
}


def plot_learning_curves(
    loss: np.ndarray, val_loss: np.ndarray, accuracy: np.ndarray, val_accuracy: np.ndarray, look: Look
) -> Figure:
    """Plot loss and accuracy after each epoch, on the training and on the validation examples.

    Args:
        loss: of the training examples, floats ``(epochs,)``, in nats per example.
        val_loss: of the validation examples, the same.
        accuracy: of the training examples, floats ``(epochs,)`` in [0, 1].
        val_accuracy: of the validation examples, the same.
        look: for whom it is drawn.

    Returns:
        Two panels, one above the other, over the same epochs.
    """
    text = TEXT[look.language]
    figure = look.figure(height=4.4)
    upper, lower = figure.subplots(2, 1, sharex=True)
    epochs = np.arange(1, len(loss) + 1)
    panels = ((upper, "loss", loss, val_loss), (lower, "accuracy", 100 * accuracy, 100 * val_accuracy))
    for axes, name, training, validation in panels:
        for number, (label, values) in enumerate((("training", training), ("validation", validation))):
            axes.plot(
                epochs,
                values,
                color=look.colours[number],
                linestyle=LINE_STYLES[number],
                marker=MARKERS[number],
                label=text[label],
            )
        axes.set_ylabel(text[name])
        axes.grid(axis="y")
        number_axis(axes.yaxis, look)
    number_axis(lower.xaxis, look, integer=True, ticks=8)
    lower.set_xlabel(text["epoch"])
    figure.legend(*upper.get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return figure

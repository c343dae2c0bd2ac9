"""Draw what the convolutional network makes of digits, and how much of it survives when they move (T17, T20)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from redes.data.keras_file import read_layer
from redes.evaluation.comparison import compute_interval
from redes.figures import invariance, layers
from redes.foundations.feature_maps import Block, fold_normalization, trace_image
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures
from redes.stages.mnist_answers import MODELS, RIGHTWARDS

ARRAYS = Path("data/predictions/mnist_moved.npz")
DIGITS = Path("data/prepared/mnist/test_images.npy")
CNN = Path("models/mnist_cnn.keras")
FIGURES = Path("reports/figures/invariance")
#: As ``redes.models.mnist.build_cnn`` builds it: which blocks pool, and what Keras adds to a variance.
POOLED = (True, False, True, False)
EPSILON = 1e-3
NUM_DIGITS, NUM_DETECTORS = 5, 6
#: Examples without which a bin of the calibration is not drawn.
FEWEST = 10

Steps = Sequence[tuple[str, np.ndarray]]


def main() -> None:
    """Load answers, digits and weights, draw, and show the figures beside the runs."""
    with np.load(ARRAYS) as file:
        arrays = dict(file)
    images = np.load(DIGITS, mmap_mode="r")[:NUM_DIGITS] / 255
    draw_figures(FIGURES, list_drawings(arrays, images, read_blocks(CNN)))
    from redes import tracking

    tracking.attach("figures_invariance")


def list_drawings(arrays: Mapping[str, np.ndarray], images: np.ndarray, blocks: Sequence[Block]) -> dict[str, Drawing]:
    """What is drawn, by stem.

    Args:
        arrays: as ``evaluate_mnist`` writes them.
        images: digits to follow through the network, the first one all the way; floats ``(n, 28, 28)`` in [0, 1].
        blocks: of the convolutional network.
    """
    traces = [trace_image(image, blocks) for image in images]
    return {
        "network_shapes": draw_shapes(traces[0], blocks),
        "layer_maps": draw_layer_maps(traces[0]),
        "shared_detectors": draw_detectors(images, traces),
        "shift_tolerance": draw_shift_tolerance(arrays),
        "turn_tolerance": draw_turn_tolerance(arrays),
        "moved_digits": draw_moved_digits(arrays),
        "confidence_calibration": draw_calibration(arrays),
    }


def read_blocks(model: Path) -> list[Block]:
    """Read the four blocks of the convolutional network."""
    blocks = []
    for number, pooled in enumerate(POOLED, start=1):
        (kernels,) = read_layer(model, f"convolution_{number}")
        gamma, beta, mean, variance = read_layer(model, f"normalization_{number}")
        scale, offset = fold_normalization(gamma, beta, mean, variance, EPSILON)
        blocks.append(Block(kernels, scale, offset, pooled))
    return blocks


def draw_shapes(trace: Steps, blocks: Sequence[Block]) -> Drawing:
    """The steps that change the shape: ReLU keeps it."""
    windows = [
        window for block in blocks for window in ([len(block.kernels), 2] if block.pooled else [len(block.kernels)])
    ]
    shapes = [(name, maps.shape[-1], len(maps)) for name, maps in trace if name != "relu"]
    steps = [(name, window, side, count) for (name, side, count), window in zip(shapes, [0, *windows], strict=True)]
    return Drawing("svg", lambda look: layers.plot_network_shapes(steps, 10, look))


def draw_layer_maps(trace: Steps) -> Drawing:
    """The maps of the detectors whose answers vary most in each block; without pooling, what ReLU leaves alone."""
    rows, block = [], 1
    waiting: list[tuple[str, np.ndarray]] = []
    for name, maps in trace[1:]:
        waiting.append((name, maps))
        if name == "relu":
            strongest = np.sort(np.argsort(-maps.std(axis=(1, 2)), kind="stable")[:NUM_DETECTORS])
            shown = waiting if len(waiting) == 3 else waiting[-1:]
            rows += [(step, block, given[strongest]) for step, given in shown]
            waiting, block = [], block + 1
    image = trace[0][1][0]
    return Drawing("png", lambda look: layers.plot_layer_maps(image, rows, look))


def draw_detectors(images: np.ndarray, traces: Sequence[Steps]) -> Drawing:
    """What the detectors of the second block whose answers vary most find in each digit."""
    answers = np.array([[maps for name, maps in trace if name == "relu"][1] for trace in traces])
    strongest = np.sort(np.argsort(-answers.std(axis=(0, 2, 3)), kind="stable")[:NUM_DETECTORS])
    return Drawing("png", lambda look: layers.plot_shared_detectors(images, answers[:, strongest], look))


def draw_shift_tolerance(arrays: Mapping[str, np.ndarray]) -> Drawing:
    """What is left of the accuracy in each direction."""
    accuracies = _judge(arrays["shift_answers"], arrays["labels"])
    shifts, seen = arrays["shifts"], float(arrays["seen_shift"])
    return Drawing("svg", lambda look: invariance.plot_shift_tolerance(shifts, accuracies, seen, look))


def draw_turn_tolerance(arrays: Mapping[str, np.ndarray]) -> Drawing:
    """What is left of the accuracy at each angle."""
    accuracies = _judge(arrays["turn_answers"], arrays["labels"])
    angles, seen = arrays["angles"], float(arrays["seen_turn"])
    return Drawing("svg", lambda look: invariance.plot_turn_tolerance(angles, accuracies, seen, look))


def _judge(answers: np.ndarray, labels: np.ndarray) -> dict[str, np.ndarray]:
    return dict(zip(MODELS, (answers == labels).mean(axis=-1), strict=True))


def draw_moved_digits(arrays: Mapping[str, np.ndarray]) -> Drawing:
    """Each example twice: shifted to the right, and turned."""
    strips = []
    for number, digit in enumerate(arrays["examples"]):
        of_shifts = dict(zip(MODELS, arrays["shift_answers"][:, :, RIGHTWARDS, digit], strict=True))
        of_turns = dict(zip(MODELS, arrays["turn_answers"][:, :, digit], strict=True))
        shifted, turned = (arrays[f"{movement}_examples"][number] for movement in ("shifted", "turned"))
        truth = int(arrays["labels"][digit])
        strips.append(invariance.Strip("pixels", arrays["shifts"], shifted, of_shifts, truth))
        strips.append(invariance.Strip("degrees", arrays["angles"], turned, of_turns, truth))
    return Drawing("png", lambda look: invariance.plot_moved_digits(strips, look))


def draw_calibration(arrays: Mapping[str, np.ndarray]) -> Drawing:
    """The bins with enough examples, and Wilson's interval, which is no point even where all answers are right."""
    points, intervals = {}, {}
    for model in MODELS:
        sure, right, counts = (
            row[arrays[f"calibration_{model}"][2] >= FEWEST] for row in arrays[f"calibration_{model}"]
        )
        points[model] = np.array([sure, right])
        hits = (right * counts).round()
        ends = [compute_interval(int(hit), int(count)) for hit, count in zip(hits, counts, strict=True)]
        intervals[model] = np.array(ends).reshape(-1, 2).T
    return Drawing("svg", lambda look: invariance.plot_confidence_calibration(points, intervals, look))


if __name__ == "__main__":
    run_stage(main)

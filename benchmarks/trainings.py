"""Trainings that are timed pass by pass, each to be called once, in a fresh Python.

Each takes ``num_examples`` and ``passes`` and gives the seconds of every pass but the first, in which graphs are
traced and memory is laid out. Making batches is part of a pass.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from redes import determinism
from redes.params import read_params

#: Settings of ``redes.determinism`` that are environment variables, by what they are about.
VARIABLES = {
    "onednn_instructions": ("ONEDNN_MAX_CPU_ISA",),
    "blas": ("OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"),
    "numpy": ("NPY_DISABLE_CPU_FEATURES",),
}
#: All that can be switched off: the variables, TensorFlow's settings, and what is written without rsqrt.
SETTINGS = (
    *VARIABLES,
    "threads",
    "op_determinism",
    "arithmetic_optimization",
    "batch_normalization",
    "cross_entropy",
)


class Laps:
    """Notes when each pass ends."""

    def __init__(self) -> None:
        self.ends: list[float] = []

    def on_epoch(self, *_: Any) -> None:
        """Note the end of a pass."""
        self.ends.append(time.perf_counter())

    @property
    def seconds(self) -> list[float]:
        """Of every pass but the first."""
        return [end - start for start, end in zip(self.ends, self.ends[1:], strict=False)]


def redes_softmax(num_examples: int, passes: int, off: Sequence[str] = ()) -> list[float]:
    """Train this project's softmax regression; ``off`` as in ``settle``."""
    settle(off)
    from redes.models import mnist

    return _redes_digits("train_mnist_softmax", lambda _: mnist.build_softmax(), num_examples, passes)


def redes_mlp(num_examples: int, passes: int, off: Sequence[str] = ()) -> list[float]:
    """Train this project's multilayer perceptron; ``off`` as in ``settle``."""
    settle(off)
    from redes.models import mnist

    return _redes_digits("train_mnist_mlp", lambda params: mnist.build_mlp(params.units), num_examples, passes)


def redes_cnn(
    num_examples: int,
    passes: int,
    off: Sequence[str] = (),
    augmented: bool = True,
    compiling: Mapping[str, Any] | None = None,
    onednn: bool = True,
) -> list[float]:
    """Train this project's convolutional network.

    Args:
        num_examples: digits to train on.
        passes: over them.
        off: as in ``settle``.
        augmented: with digits that move.
        compiling: takes the place of the project's own arguments of ``keras.Model.compile``.
        onednn: with oneDNN's kernels; else with TensorFlow's own, of Eigen.
    """
    determinism.ENVIRONMENT["TF_ENABLE_ONEDNN_OPTS"] = str(int(onednn))
    settle(off)
    from redes.models import mnist

    if compiling:
        compile_otherwise(compiling)

    def build(params: SimpleNamespace) -> Any:
        return mnist.build_cnn(params.filters)

    return _redes_digits("train_mnist_cnn", build, num_examples, passes, augmented)


def compile_otherwise(arguments: Mapping[str, Any]) -> None:
    """Have Keras compile every model from now on with some arguments of its own, whatever it is told."""
    import keras

    compile_as_told = keras.Model.compile

    def compile_model(model: Any, *told: Any, **named: Any) -> None:
        compile_as_told(model, *told, **{**named, **arguments})

    keras.Model.compile = compile_model


def _redes_digits(
    stage: str, build: Callable[[SimpleNamespace], Any], num_examples: int, passes: int, augmented: bool = True
) -> list[float]:
    from redes.stages.mnist_training import fit_digits, read_digits

    params = read_params(stage)
    params.epochs = passes
    if not augmented:
        for limit in ("rotation", "shear", "scale", "shift"):
            delattr(params, limit)
    laps = Laps()
    fit_digits(build(params), read_digits("train", num_examples), params, laps.on_epoch)
    return laps.seconds


def redes_lstm(num_examples: int, passes: int, off: Sequence[str] = ()) -> list[float]:
    """Train this project's LSTM network; ``off`` as in ``settle``."""
    return _redes_reviews("train_imdb_lstm", "lstm", num_examples, passes, off)


def redes_rnn(num_examples: int, passes: int, off: Sequence[str] = ()) -> list[float]:
    """Train this project's network without gates; ``off`` as in ``settle``."""
    return _redes_reviews("train_imdb_rnn", "rnn", num_examples, passes, off)


def redes_ratios(num_examples: int, passes: int, off: Sequence[str] = ()) -> list[float]:
    """Train this project's LSTM network that reads ratios, too; ``off`` as in ``settle``."""
    return _redes_reviews("train_imdb_ratios", "lstm", num_examples, passes, off, with_ratios=True)


def _redes_reviews(
    stage: str, cell: Any, num_examples: int, passes: int, off: Sequence[str], *, with_ratios: bool = False
) -> list[float]:
    settle(off)
    from benchmarks.prepared import choose
    from redes.features.ratios import UNIT
    from redes.features.word_vectors import embedding_matrix, read_vectors
    from redes.models import imdb
    from redes.stages.imdb_training import VECTORS, fit_reviews, read_input
    from redes.stages.prepared_imdb import RATIOS, Reviews, read_word_ids

    params = read_params(stage)
    params.epochs = passes
    reviews = Reviews(*choose(*read_input("train", RATIOS if with_ratios else None), num_examples))
    architecture = {name: getattr(params, name) for name in ("filters", "kernel_size", "pool_size", "units", "dropout")}
    if with_ratios:
        architecture |= {"num_ratios": reviews.sequences[0].shape[1] - 1, "ratio_unit": UNIT}
    matrix = embedding_matrix(read_vectors(VECTORS), read_word_ids(), read_params("prepare_imdb").num_words)
    laps = Laps()
    fit_reviews(imdb.build_recurrent(cell, matrix, **architecture), reviews, params, laps.on_epoch)
    return laps.seconds


def redes_bag(num_examples: int, passes: int, off: Sequence[str] = ()) -> list[float]:  # noqa: ARG001
    """Fit this project's bag of words, which has no passes: the seconds of the whole; ``off`` as in ``leave_out``."""
    leave_out(off)
    from benchmarks.prepared import choose
    from redes.features import bag_of_words
    from redes.stages.prepared_imdb import read_reviews, read_tokens

    reviews, labels = choose(read_tokens("train"), read_reviews("train").labels, num_examples)
    params = vars(read_params("train_imdb_bag"))
    started = time.perf_counter()
    bag_of_words.fit(reviews, labels, **params)
    return [time.perf_counter() - started]


def leave_out(off: Sequence[str]) -> None:
    """Put those settings in place that are environment variables, but for those of ``off``."""
    for name in off:
        for variable in VARIABLES.get(name, ()):
            del determinism.ENVIRONMENT[variable]
    determinism.settle_environment()


def settle(off: Sequence[str] = (), seed: int = 1) -> None:
    """Put the deterministic settings in place, but for some; nothing heavy may have been imported yet.

    Args:
        off: of ``SETTINGS``, those that are left out.
        seed: of Python, numpy and Keras.
    """
    leave_out(off)
    import keras
    import tensorflow as tf

    from redes.models import imdb, mnist

    if "threads" in off:
        determinism.INTRA_OP_THREADS = determinism.INTER_OP_THREADS = 0  # TensorFlow's word for its own choice
    if "op_determinism" in off:
        tf.config.experimental.enable_op_determinism = lambda: None
    determinism.seed_tensorflow(seed)
    if "arithmetic_optimization" in off:
        tf.config.optimizer.set_experimental_options({"arithmetic_optimization": True})
    if "batch_normalization" in off:
        mnist.BatchNormalization = keras.layers.BatchNormalization  # type: ignore[misc]
    if "cross_entropy" in off:
        from_logits = {"from_logits": True}
        mnist.OBJECTIVE = mnist.OBJECTIVE._replace(loss=keras.losses.CategoricalCrossentropy(**from_logits))
        imdb.OBJECTIVE = imdb.OBJECTIVE._replace(loss=keras.losses.BinaryCrossentropy(**from_logits))


def keras_convnet(num_examples: int, passes: int) -> list[float]:
    """Train Keras' example for digits, with TensorFlow as it comes."""
    from benchmarks import keras_examples
    from benchmarks.prepared import read_digits
    from redes.models.mnist import one_hot

    digits = read_digits("train", num_examples)
    return _keras_example(keras_examples.build_mnist_convnet(), digits.images, one_hot(digits.labels), passes)


def keras_bidirectional_lstm(num_examples: int, passes: int) -> list[float]:
    """Train Keras' example for reviews, with TensorFlow as it comes."""
    from benchmarks import keras_examples
    from benchmarks.prepared import read_reviews

    sequences, labels = read_reviews("train", num_examples)
    words = keras_examples.cut_words(sequences)
    return _keras_example(keras_examples.build_bidirectional_lstm(), words, labels, passes)


def _keras_example(example: Any, inputs: Any, targets: Any, passes: int) -> list[float]:
    import keras

    laps = Laps()
    callback = keras.callbacks.LambdaCallback(on_epoch_end=laps.on_epoch)
    example.model.fit(inputs, targets, batch_size=example.batch_size, epochs=passes, verbose=0, callbacks=[callback])
    return laps.seconds

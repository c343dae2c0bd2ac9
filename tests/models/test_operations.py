"""No training and no prediction takes an operation that each vendor's processors approximate in their own way."""

from collections.abc import Callable

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.framework import config

from redes import determinism
from redes.models import imdb, losses, mnist, training

#: The reciprocal and 1 / sqrt(x), the gradients that hold them (not the values of log and log1p), fused kernels.
APPROXIMATE = {"Rsqrt", "RsqrtGrad", "Reciprocal", "ReciprocalGrad", "Inv", "InvGrad"} | {
    f"{name}{version}" for name in ("FusedBatchNorm", "FusedBatchNormGrad") for version in ("", "V2", "V3")
}


def build_recurrent(cell: imdb.Cell = "lstm") -> keras.Model:
    vectors = np.zeros((50, 6), dtype=np.float32)
    return imdb.build_recurrent(cell, vectors, filters=4, kernel_size=5, pool_size=4, units=3, dropout=0.3)


NETWORKS = {
    "softmax": (
        mnist.build_softmax,
        losses.softmax_cross_entropy,
        tf.TensorSpec((8, 28, 28, 1)),
        tf.TensorSpec((8, 10)),
    ),
    "mlp": (
        lambda: mnist.build_mlp([6, 5]),
        losses.softmax_cross_entropy,
        tf.TensorSpec((8, 28, 28, 1)),
        tf.TensorSpec((8, 10)),
    ),
    "cnn": (
        lambda: mnist.build_cnn([4, 6, 8, 10]),
        losses.softmax_cross_entropy,
        tf.TensorSpec((8, 28, 28, 1)),
        tf.TensorSpec((8, 10)),
    ),
} | {
    cell: (
        lambda cell=cell: build_recurrent(cell),
        losses.sigmoid_cross_entropy,
        tf.TensorSpec((8, 32), tf.int32),
        tf.TensorSpec((8, 1)),
    )
    for cell in imdb.CELLS
}


def kinds_of(function: Callable[..., object], *inputs: tf.TensorSpec) -> set[str]:
    """The kinds of operations in a function's graph and in all functions that it calls."""
    graph = tf.function(function).get_concrete_function(*inputs).graph.as_graph_def()
    bodies = [graph.node, *(body.node_def for body in graph.library.function)]
    return {node.op for body in bodies for node in body}


@pytest.mark.parametrize("network", NETWORKS)
def test_operations_of_training_and_prediction(network: str) -> None:
    build, loss, inputs, targets = NETWORKS[network]
    model = build()
    fitted = training.logits_of(model)
    fitted.compile(training.adamw(1e-3, 100, 1e-2), loss, jit_compile=False)

    trained = kinds_of(lambda x, y: fitted.train_step((x, y)), inputs, targets)
    predicted = kinds_of(lambda x: model(x, training=False), inputs)

    assert {"MatMul", "Sqrt"} <= trained
    assert not (trained | predicted) & APPROXIMATE


def test_keras_own_loss_would_be_found() -> None:
    """Its gradient goes through the gradient of a logarithm."""
    model = training.logits_of(build_recurrent())
    model.compile("adamw", keras.losses.BinaryCrossentropy(from_logits=True), jit_compile=False)

    kinds = kinds_of(lambda x, y: model.train_step((x, y)), *NETWORKS["lstm"][2:])

    assert kinds & APPROXIMATE


def test_settings_of_tensorflow() -> None:
    threading = tf.config.threading
    assert threading.get_intra_op_parallelism_threads() == determinism.INTRA_OP_THREADS == 2
    assert threading.get_inter_op_parallelism_threads() == determinism.INTER_OP_THREADS == 1
    assert tf.config.optimizer.get_experimental_options()["arithmetic_optimization"] is False
    assert config.is_op_determinism_enabled()

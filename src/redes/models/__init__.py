"""Keras models. Importing this package imports TensorFlow, without the notices that it prints from C++."""

from redes.determinism import native_notices_held_back

with native_notices_held_back():
    import tensorflow as tf  # noqa: F401

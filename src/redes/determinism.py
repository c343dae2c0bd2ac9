"""Settings under which the same stage writes the same bytes on every x86-64 processor with AVX2.

They must be in place before numpy and TensorFlow are imported, which is why ``redes.stages`` applies them before
any stage is loaded. ARCHITECTURE.md says what each of them is for.
"""

import os
import random
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

ENVIRONMENT = {
    # oneDNN generates code for the processor that it finds: every processor gets the same instructions.
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "TF_ENABLE_ONEDNN_OPTS": "1",
    # OpenBLAS chooses its kernels by processor, and sums in another order with other thread counts.
    "OPENBLAS_CORETYPE": "Haswell",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # numpy's AVX-512 versions of exp, log1p and power round differently from its AVX2 versions.
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
    # Keras reads its number format, backend and more from a file in the user's home, unless its home is elsewhere.
    "KERAS_BACKEND": "tensorflow",
    "KERAS_HOME": os.devnull,
    # A GPU sums in another order than a processor.
    "CUDA_VISIBLE_DEVICES": "-1",
    # TensorFlow's start-up notices say nothing that a reader of a log needs.
    "TF_CPP_MIN_LOG_LEVEL": "3",
}

#: Variables by which a user may have Keras stop early or XLA compile what we have measured without it.
UNSET = ("KERAS_MAX_EPOCHS", "KERAS_MAX_STEPS_PER_EPOCH", "TF_XLA_FLAGS", "XLA_FLAGS")

#: A convolution's weight gradient differs between 1 and 2 threads: the number is fixed, whatever the machine has.
INTRA_OP_THREADS = 2
INTER_OP_THREADS = 1


def settle_environment() -> None:
    """Set the environment variables that numpy and TensorFlow read while they are imported; once is enough.

    Raises:
        RuntimeError: numpy or TensorFlow was imported before, so that the settings would come too late.
    """
    if ENVIRONMENT.items() <= os.environ.items() and not any(name in os.environ for name in UNSET):
        return
    late = {"numpy", "tensorflow"} & sys.modules.keys()
    if late:
        raise RuntimeError(f"imported before the deterministic settings were in place: {', '.join(sorted(late))}")
    os.environ.update(ENVIRONMENT)
    for name in UNSET:
        os.environ.pop(name, None)


def seed_tensorflow(seed: int) -> None:
    """Fix TensorFlow's threads, kernels and random numbers. Call once, before the first operation.

    Args:
        seed: seeds Python, numpy and Keras; any integer in [0, 2**32).
    """
    import keras
    import tensorflow as tf

    random.seed(seed)
    tf.config.threading.set_intra_op_parallelism_threads(INTRA_OP_THREADS)
    tf.config.threading.set_inter_op_parallelism_threads(INTER_OP_THREADS)
    tf.config.experimental.enable_op_determinism()
    # Grappler would turn x / sqrt(v) into x * rsqrt(v), and each vendor's processor makes rsqrt in its own way.
    tf.config.optimizer.set_experimental_options({"arithmetic_optimization": False})
    keras.utils.set_random_seed(seed)


@contextmanager
def native_notices_held_back() -> Iterator[None]:
    """Hold back what libraries print from C++ before their log level applies; show it if something fails."""
    sys.stderr.flush()
    console = os.dup(2)
    with tempfile.TemporaryFile() as notices:
        os.dup2(notices.fileno(), 2)
        try:
            yield
        except BaseException:
            notices.seek(0)
            os.write(console, notices.read())
            raise
        finally:
            os.dup2(console, 2)
            os.close(console)

"""TensorFlow with the settings that every stage starts with."""

import pytest

from redes import determinism


@pytest.fixture(scope="session", autouse=True)
def tensorflow_settings() -> None:
    determinism.seed_tensorflow(1)

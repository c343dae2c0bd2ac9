"""All of these tests use TensorFlow."""

import pytest


@pytest.fixture(autouse=True)
def settings_of_stages(tensorflow_settings: None) -> None:
    """Settle TensorFlow first."""

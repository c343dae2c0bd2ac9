"""Learning rates over the steps of a training."""

from typing import Any

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="redes")
class OneCycle(keras.optimizers.schedules.LearningRateSchedule):
    """Rise linearly to a peak, fall linearly to zero.

    Source: Smith and Topin 2018, arXiv 1708.07120.

    Args:
        peak: the highest learning rate.
        num_steps: steps of the whole training.
        warmup_share: share of the steps that rise, [0, 1).
    """

    def __init__(self, peak: float, num_steps: int, warmup_share: float = 0.25) -> None:
        self.peak, self.num_steps, self.warmup_share = peak, num_steps, warmup_share

    def __call__(self, step: Any) -> Any:
        """The learning rate of a step, counted from 0."""
        step = ops.cast(step, "float32")
        warmup = self.num_steps * self.warmup_share
        falling = (self.num_steps - step) / (self.num_steps - warmup)
        return self.peak * ops.minimum((step + 1.0) / (warmup + 1.0), falling)

    def get_config(self) -> dict[str, Any]:
        """What Keras needs to make this schedule again."""
        return {"peak": self.peak, "num_steps": self.num_steps, "warmup_share": self.warmup_share}

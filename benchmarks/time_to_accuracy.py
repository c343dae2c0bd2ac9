"""Seconds of training until a network is right often enough about the test set, with many seeds.

The clock starts when the fit does, so that tracing graphs counts, and stands still while the test set is looked at,
after each pass; imports and reading the data do not count. A training ends with the first pass that reaches the
accuracy, or with its last one: what the test set says changes nothing in it but that. Every contender is judged so.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

from benchmarks.effort import Effort
from benchmarks.processes import run_trials
from benchmarks.spread import summarise, summarise_ratios


class Goal(NamedTuple):
    """An accuracy on the test set, [0, 1], and how many training examples there are to reach it; None: all."""

    accuracy: float
    examples: int | None


PACKAGES = ("tensorflow", "keras", "numpy")
MINUTES = {"quick": 2, "normal": 75, "long": 150}
#: Seeds of the fast recipes; the trainings with the same seed are one round.
REPETITIONS = {"quick": 1, "normal": 30, "long": 30}
#: Of Keras' examples, which take minutes, the first ones of these.
EXAMPLE_SEEDS = {
    "quick": {"digits": 1, "reviews": 1},
    "normal": {"digits": 5, "reviews": 5},
    "long": {"digits": 30, "reviews": 10},
}

TRAININGS = {"digits": ("redes_digits", "keras_digits"), "reviews": ("redes_reviews", "keras_reviews")}
#: Accuracy to reach, and training examples (None: all); the quick way is easy on purpose, and its record says so.
GOALS: dict[str, dict[str, Goal]] = {
    "quick": {"digits": Goal(0.95, 12800), "reviews": Goal(0.6, 3200)},
    "full": {"digits": Goal(0.99, None), "reviews": Goal(0.86, None)},
}


class Reached(Exception):
    """The accuracy is reached: no further pass is needed."""


class Race:
    """Follows a training pass by pass until it has reached an accuracy."""

    def __init__(self, target: float, judge: Callable[[], float]) -> None:
        """Start the clock.

        Args:
            target: accuracy to reach, [0, 1].
            judge: gives the accuracy on the test set; the clock stands still meanwhile.
        """
        self.target, self.judge = target, judge
        self.seconds: list[float] = []
        self.accuracies: list[float] = []
        self.paused = 0.0
        self.started = time.perf_counter()

    def on_epoch(self, *_: Any) -> None:
        """Judge a pass.

        Raises:
            Reached: it is accurate enough.
        """
        stopped = time.perf_counter()
        self.seconds.append(round(stopped - self.started - self.paused, 2))
        self.accuracies.append(round(float(self.judge()), 5))
        if self.accuracies[-1] >= self.target:
            raise Reached
        self.paused += time.perf_counter() - stopped

    def follow(self, fit: Callable[[Callable[..., None]], None]) -> dict[str, Any]:
        """Run a fit; its passes, and the seconds to the target, or None where it was not reached."""
        self.started = time.perf_counter()
        try:
            fit(self.on_epoch)
        except Reached:
            return {"seconds": self.seconds[-1], "passes": self.seconds, "accuracies": self.accuracies}
        return {"seconds": None, "passes": self.seconds, "accuracies": self.accuracies}


def measure(effort: Effort, repetitions: int) -> dict[str, Any]:
    """Train both contenders of each task with the same seeds, in turns; then the first alone with more seeds.

    Returns:
        By task: the target, and for each contender seeds that reached it, their seconds, and every pass of each seed.
    """
    goals = GOALS["quick" if effort == "quick" else "full"]
    examples = EXAMPLE_SEEDS[effort]
    return {task: measure_task(task, goal, repetitions, examples[task]) for task, goal in goals.items()}


def measure_task(task: str, goal: Goal, num_seeds: int, num_examples: int) -> dict[str, Any]:
    """Run the contenders of one task with seeds from 1 on, the second one, Keras' example, with the first few alone."""
    rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in TRAININGS[task]}
    for seed in range(1, num_seeds + 1):
        names = TRAININGS[task] if seed <= num_examples else TRAININGS[task][:1]
        trials = {name: (f"{__name__}:{name}", {"seed": seed, "goal": goal}) for name in names}
        for name, done in run_trials(trials, 1, f"time_to_accuracy, {task}, seed {seed} of {num_seeds}").items():
            rounds[name] += [trial.given for trial in done]
    return {**goal._asdict(), **compare(rounds)}


def compare(rounds: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    """Summarise what each contender needed, and compare the first with the second.

    Args:
        rounds: by contender, what ``Race.follow`` gave for each seed, in the same order; there may be fewer of one.

    Returns:
        By contender, how many "seeds" there were, how many "reached" the target and in how many seconds (None where
        none did); the ratio of the seeds with which both did.
    """
    reached = {name: [trial["seconds"] for trial in trials if trial["seconds"]] for name, trials in rounds.items()}
    first, second = rounds.values()
    both = [(a["seconds"], b["seconds"]) for a, b in zip(first, second, strict=False) if a["seconds"] and b["seconds"]]
    return {
        "contenders": {
            name: {
                "seeds": len(trials),
                "reached": len(reached[name]),
                "seconds": summarise(reached[name]) if reached[name] else None,
                "trials": list(trials),
            }
            for name, trials in rounds.items()
        },
        "ratio": summarise_ratios(*zip(*both, strict=True)) if both else None,
    }


def redes_digits(seed: int, goal: tuple[float, int | None]) -> dict[str, Any]:
    """Train the fast recipe for digits."""
    from benchmarks.trainings import settle

    settle(seed=seed)
    from benchmarks import fast_recipes
    from benchmarks.prepared import read_digits
    from redes.models import mnist
    from redes.stages.mnist_training import fit_digits

    model, params = fast_recipes.build_digits(), _with_seed(fast_recipes.DIGITS, seed)
    digits, test = read_digits("train", goal[1]), read_digits("test")
    race = Race(goal[0], lambda: (mnist.predict(model, test.images).argmax(axis=1) == test.labels).mean())
    return race.follow(lambda on_epoch: fit_digits(model, digits, params, on_epoch))


def redes_reviews(seed: int, goal: tuple[float, int | None]) -> dict[str, Any]:
    """Train the fast recipe for reviews."""
    from benchmarks.trainings import settle

    settle(seed=seed)
    from benchmarks import fast_recipes
    from benchmarks.prepared import limit_words, read_reviews
    from redes.features.sequences import cut_into_buckets
    from redes.models import imdb
    from redes.stages.imdb_training import fit_reviews
    from redes.stages.prepared_imdb import Reviews

    model, params = fast_recipes.build_reviews(seed), _with_seed(fast_recipes.REVIEWS, seed)
    sequences, labels = read_reviews("train", goal[1])
    tested, answers = read_reviews("test")
    lengths = {name: getattr(params, name) for name in ("max_length", "head_share", "batch_size")}
    buckets = cut_into_buckets(limit_words(tested, params.num_words), **lengths)
    reviews = Reviews(limit_words(sequences, params.num_words), labels)
    race = Race(goal[0], lambda: ((imdb.predict(model, buckets.batches(), len(answers)) > 0.5) == answers).mean())
    return race.follow(lambda on_epoch: fit_reviews(model, reviews, params, on_epoch))


def _with_seed(recipe: SimpleNamespace, seed: int) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(recipe), "seed": seed})


def keras_digits(seed: int, goal: tuple[float, int | None]) -> dict[str, Any]:
    """Train Keras' example for digits."""
    from benchmarks import keras_examples
    from benchmarks.prepared import read_digits
    from redes.models.mnist import one_hot

    digits, test = read_digits("train", goal[1]), read_digits("test")
    return _race_example(
        keras_examples.build_mnist_convnet, (digits.images, one_hot(digits.labels)),
        (test.images, one_hot(test.labels)), seed, goal[0],
    )  # fmt: skip


def keras_reviews(seed: int, goal: tuple[float, int | None]) -> dict[str, Any]:
    """Train Keras' example for reviews; where its two passes do not suffice, three more."""
    from benchmarks import keras_examples
    from benchmarks.prepared import read_reviews

    (train, labels), (test, answers) = read_reviews("train", goal[1]), read_reviews("test")
    words = [(keras_examples.cut_words(part), given) for part, given in ((train, labels), (test, answers))]
    return _race_example(keras_examples.build_bidirectional_lstm, words[0], words[1], seed, goal[0], more=3)


def _race_example(
    build: Callable[[], Any], train: tuple[Any, Any], test: tuple[Any, Any], seed: int, target: float, more: int = 0
) -> dict[str, Any]:
    import keras

    keras.utils.set_random_seed(seed)
    example = build()

    def judge() -> float:
        return float(example.model.evaluate(*test, batch_size=500, verbose=0, return_dict=True)["accuracy"])

    def fit(on_epoch: Callable[..., None]) -> None:
        callbacks = [keras.callbacks.LambdaCallback(on_epoch_end=on_epoch)]
        epochs = example.epochs + more
        example.model.fit(*train, batch_size=example.batch_size, epochs=epochs, verbose=0, callbacks=callbacks)

    return Race(target, judge).follow(fit)

"""Loading a model that a run in MLflow points to, with the model's own reader.

MLflow calls ``_load_pyfunc`` by its name, for ``mlflow.pyfunc.load_model`` and for
``mlflow models serve --env-manager local``.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from redes.errors import UserError
from redes.provenance import find_checkout


class Predictor:
    """A model behind MLflow's one method.

    Args:
        compute: turns examples into predictions.
    """

    def __init__(self, compute: Callable[[Any], Any]) -> None:
        self._compute = compute

    def predict(self, model_input: Any, params: Any = None) -> Any:  # noqa: ARG002
        """Predict. ``model_input``: examples as in the signature; ``params``: MLflow's, not used.

        Raises:
            MlflowException: the examples are not what they should be; its words reach whoever asked the server, while
                those of any other error stay in a traceback.
        """
        try:
            return self._compute(model_input)
        except UserError as error:
            from mlflow.exceptions import MlflowException

            raise MlflowException.invalid_parameter_value(str(error)) from error


def _load_pyfunc(pointer: str) -> Predictor:
    """Load the model that a run points to.

    Args:
        pointer: a JSON file in the project's mlruns with the model's path in the project and its MD5. Where the model
            reads what people send (``reads``: "pixels" or "text"), also what it takes to prepare that.

    Raises:
        UserError: the project holds that model neither in its place nor in DVC's cache.
    """
    wanted = json.loads(Path(pointer).read_text(encoding="utf-8"))
    project = _project(Path(pointer))
    file = find_model(project, wanted["path"], wanted["md5"])
    with tempfile.TemporaryDirectory() as folder:
        # Keras goes by the suffix, which the cache's names lack.
        named = Path(shutil.copyfile(file, Path(folder, Path(wanted["path"]).name)))
        compute = READERS[named.suffix](named)
    if wanted.get("reads") == "pixels":
        return Predictor(lambda images: tell_digits(compute, images))
    if wanted.get("reads") == "text":
        encode = _encoder(project, wanted["encoding"]) if "encoding" in wanted else None
        return Predictor(lambda table: tell_sentiment(compute, table["review"], encode))
    return Predictor(compute)


def find_model(project: Path, path: str, md5: str) -> Path:
    """Find a file that a model needs by its content: in its place, or in DVC's cache if another has taken the place.

    Args:
        project: the project's folder.
        path: of the file, in the project.
        md5: of its content.

    Raises:
        UserError: it is in neither.
    """
    for file in [project / path, project / ".dvc" / "cache" / "files" / "md5" / md5[:2] / md5[2:]]:
        if file.is_file() and hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest() == md5:
            return file
    raise UserError(
        f"{path} with MD5 {md5} is not in {project} nor in its DVC cache; bring it back with: dvc pull {path}"
    )


def tell_digits(compute: Callable[[Any], Any], images: Any) -> Any:
    """Say which digits images show.

    Args:
        compute: images ``float32 (n, 28, 28, 1)`` in [0, 1] to probabilities ``(n, 10)``.
        images: ``(n, 28, 28)``, whole grey values, 0 is paper, 255 is ink.

    Returns:
        A table: ``digit``, int64, and its ``probability``, float64.

    Raises:
        UserError: other values, such as those of an image that was scaled before; with no ink but 1, it was, too.
    """
    import numpy as np
    import pandas as pd

    from redes.features.digits import scale_images

    pixels = np.asarray(images)
    if pixels.max() == 1 or not np.array_equal(pixels, pixels.clip(0, 255).round()):
        span = f"{pixels.min():g} to {pixels.max():g}"
        raise UserError(f"expected whole grey values, 0 (paper) to 255 (ink); came values from {span}")
    probabilities = compute(scale_images(pixels.astype(np.uint8)))
    digits = probabilities.argmax(axis=1).astype("int64")
    return pd.DataFrame({"digit": digits, "probability": probabilities.max(axis=1).astype("float64")})


def tell_sentiment(
    compute: Callable[[Any], Any], reviews: Sequence[str], encode: Callable[[list[list[str]]], Any] | None
) -> Any:
    """Say whether reviews are positive.

    Args:
        compute: what a model reads of ``n`` reviews to the probability that each is positive, float ``(n,)``.
        reviews: as people write them.
        encode: turns ``n`` tokenized reviews into what the model reads; None: words joined by single spaces.

    Returns:
        A table: ``sentiment``, "positive" or "negative", and its ``probability``, float64.

    Raises:
        UserError: there is no review, or one is not text or has no word.
    """
    import numpy as np
    import pandas as pd

    from redes.features.text import tokenize

    words = [tokenize(review) if isinstance(review, str) else [] for review in reviews]
    wrong = next((place for place, review in enumerate(words) if not review), None)
    if wrong is not None or not words:
        given = None if wrong is None else list(reviews)[wrong]
        came = "nothing" if pd.isna(given) else repr(given)
        place = "" if wrong is None else f" as review {wrong + 1} of {len(words)}"
        raise UserError(f"expected reviews as people write them, of a word or more; came {came}{place}")
    positive = compute(encode(words) if encode else [" ".join(review) for review in words]).astype("float64")
    sentiment = np.where(positive >= 0.5, "positive", "negative")
    return pd.DataFrame({"sentiment": sentiment, "probability": np.maximum(positive, 1 - positive)})


def _project(pointer: Path) -> Path:
    """The project's folder: above the pointer, or the current one where that came from elsewhere."""
    try:
        return find_checkout(pointer.parent)
    except UserError:
        return find_checkout(Path.cwd())


def _encoder(project: Path, encoding: Mapping[str, Any]) -> Callable[[list[list[str]]], Any]:
    """Number words and cut reviews as the stages do, by the vocabulary that the model was trained with.

    Where the model reads ratios, too, those of the phrases that it was trained with stand beside the words.
    """
    import numpy as np
    import pandas as pd

    from redes.features.ratios import leave_row_for_start, look_up, phrases_from_arrays
    from redes.features.sequences import truncate
    from redes.features.text import encode

    table = pd.read_csv(find_model(project, **encoding["vocabulary"]), keep_default_na=False)
    ids = dict(zip(table["word"], table["id"], strict=True))
    words, cut = encoding["words"], encoding["cut"]
    if "phrases" not in encoding:
        return lambda reviews: [truncate(encode(review, ids, **words), **cut) for review in reviews]
    with np.load(find_model(project, **encoding["phrases"])) as arrays:
        phrases = phrases_from_arrays(arrays)

    def encode_with_ratios(review: list[str]) -> Any:
        beside = leave_row_for_start(look_up(phrases, review, encoding["max_ngram"]))
        return truncate(np.column_stack([encode(review, ids, **words), beside]), **cut)

    return lambda reviews: [encode_with_ratios(review) for review in reviews]


def _read_keras(file: Path) -> Callable[[Any], Any]:
    import keras

    # Keras finds the project's own layers once they are imported.
    import redes.models.imdb
    import redes.models.layers  # noqa: F401

    model = keras.saving.load_model(file, compile=False)

    def compute(examples: Any) -> Any:
        if isinstance(examples, list):  # sequences of words, of any length
            from redes.features.sequences import LengthBuckets
            from redes.models import imdb

            return imdb.predict(model, LengthBuckets(examples, batch_size=256).batches(), len(examples))
        return model.predict(examples, verbose=0)

    return compute


def _read_vectors(file: Path) -> Callable[[Any], Any]:
    from redes.features.word_vectors import read_vectors

    vectors = read_vectors(file)
    return lambda words: vectors[list(words)]


def _read_bag(file: Path) -> Callable[[Any], Any]:
    import numpy as np

    from redes.features import bag_of_words

    with np.load(file) as arrays:
        model = bag_of_words.from_arrays(arrays)
    return lambda reviews: bag_of_words.predict(model, list(reviews))


#: By the suffix of a model's file.
READERS: Mapping[str, Callable[[Path], Callable[[Any], Any]]] = {
    ".keras": _read_keras,
    ".bin": _read_vectors,
    ".npz": _read_bag,
}

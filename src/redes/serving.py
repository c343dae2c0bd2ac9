"""Loading a model that a run in MLflow points to, with the model's own reader.

MLflow calls ``_load_pyfunc`` by its name, for ``mlflow.pyfunc.load_model`` and for
``mlflow models serve --env-manager local``.
"""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from redes.errors import UserError
from redes.provenance import find_checkout


class Predictor:
    """A model behind MLflow's one method.

    Args:
        compute: turns an array of examples into an array of predictions.
    """

    def __init__(self, compute: Any) -> None:
        self._compute = compute

    def predict(self, model_input: Any, params: Any = None) -> Any:  # noqa: ARG002
        """Predict. ``model_input``: an array as in the signature; ``params``: MLflow's, not used."""
        return self._compute(model_input)


def _load_pyfunc(pointer: str) -> Predictor:
    """Load the model that a run points to.

    Args:
        pointer: a JSON file in the project's mlruns with the model's path in the project and its MD5.

    Raises:
        UserError: the project holds that model neither in its place nor in DVC's cache.
    """
    wanted = json.loads(Path(pointer).read_text(encoding="utf-8"))
    file = find_model(_project(Path(pointer)), wanted["path"], wanted["md5"])
    with tempfile.TemporaryDirectory() as folder:
        # Keras goes by the suffix, which the cache's names lack.
        named = Path(shutil.copyfile(file, Path(folder, Path(wanted["path"]).name)))
        return Predictor(_read_keras(named) if named.suffix == ".keras" else _read_vectors(named))


def find_model(project: Path, path: str, md5: str) -> Path:
    """Find a model's file by its content: in its place, or in DVC's cache where another has taken the place.

    Args:
        project: the project's folder.
        path: of the model, in the project.
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


def _project(pointer: Path) -> Path:
    """The project's folder: above the pointer, or the current one where that came from elsewhere."""
    try:
        return find_checkout(pointer.parent)
    except UserError:
        return find_checkout(Path.cwd())


def _read_keras(file: Path) -> Any:
    import keras

    import redes.models.layers  # noqa: F401  (Keras finds the project's own layers once they are imported)

    model = keras.saving.load_model(file, compile=False)
    return lambda examples: model.predict(examples, verbose=0)


def _read_vectors(file: Path) -> Any:
    from redes.features.word_vectors import read_vectors

    vectors = read_vectors(file)
    return lambda words: vectors[list(words)]

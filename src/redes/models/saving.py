"""`.keras` files with the same bytes whenever the same model is written."""

import json
import tempfile
import zipfile
from pathlib import Path

import keras

from redes.files import atomic_path

_EPOCH = (1980, 1, 1, 0, 0, 0)


def save_model(model: keras.Model, path: Path) -> None:
    """Write a model without the date that Keras puts into it, atomically.

    Args:
        model: any Keras model.
        path: a name that ends in ``.keras``.
    """
    with tempfile.TemporaryDirectory() as folder, atomic_path(path) as partial:
        dated = Path(folder) / "dated.keras"
        model.save(dated)
        with zipfile.ZipFile(dated) as source, zipfile.ZipFile(partial, "w") as target:
            for name in sorted(source.namelist()):
                target.writestr(zipfile.ZipInfo(name, date_time=_EPOCH), _undated(name, source.read(name)))


def _undated(name: str, content: bytes) -> bytes:
    if name != "metadata.json":
        return content
    metadata = json.loads(content)
    metadata["date_saved"] = "1980-01-01@00:00:00"
    return json.dumps(metadata, sort_keys=True).encode()

"""`.keras` files with the same bytes whenever the same model is written."""

import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import keras

from redes.files import atomic_path, write_entry


def save_model(model: keras.Model, path: Path) -> None:
    """Write a model without what differs from one writing to the next, atomically.

    That is the date in the metadata and in the zip archive, and the addresses in memory by which Keras numbers
    objects that several layers share.

    Args:
        model: any Keras model.
        path: a name that ends in ``.keras``.
    """
    with tempfile.TemporaryDirectory() as folder, atomic_path(path) as partial:
        as_keras_writes = Path(folder) / "model.keras"
        model.save(as_keras_writes)
        with zipfile.ZipFile(as_keras_writes) as source, zipfile.ZipFile(partial, "w") as target:
            for name in sorted(source.namelist()):
                write_entry(target, name, _settled(name, source.read(name)))


def _settled(name: str, content: bytes) -> bytes:
    if name == "metadata.json":
        return json.dumps(json.loads(content) | {"date_saved": "1980-01-01@00:00:00"}).encode()
    if name == "config.json":
        config = json.loads(content)
        _renumber(config, {})
        return json.dumps(config).encode()
    return content


def _renumber(node: Any, numbers: dict[int, int]) -> None:
    """Replace the numbers of shared objects by 1, 2, ... in the order in which they appear."""
    if isinstance(node, dict):
        if "shared_object_id" in node:
            address = node["shared_object_id"]
            node["shared_object_id"] = numbers.setdefault(address, len(numbers) + 1)
        for child in node.values():
            _renumber(child, numbers)
    elif isinstance(node, list):
        for child in node:
            _renumber(child, numbers)

"""`redes runs sync` with this project's own stages."""

import importlib
from pathlib import Path

from redes.tracking.sync import sync_runs


def read_example(stage: str) -> tuple:
    name, _, item = stage.partition("@")
    return importlib.import_module(name).read_example(*([item] if item else []))


if __name__ == "__main__":
    for stage in sync_runs(Path.cwd(), read_example):
        print(stage.stage, stage.outcome, sep=": ")

"""Run a fetch stage as the pipeline does, but with small data sets as the official ones.

python -m tests.data.stage_on_small_data STAGE SETTINGS.json
"""

import importlib
import json
import sys
from pathlib import Path

from redes.stages import run_stage


def main() -> None:
    stage, settings = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    for module, values in settings.items():
        for name, value in values.items():
            setattr(importlib.import_module(module), name, value)
    archive = importlib.import_module("redes.data.imdb_archive")
    for name in ("LABELLED", "UNLABELLED"):
        setattr(archive, name, {k: archive.Contents(*v) for k, v in getattr(archive, name).items()})
    importlib.import_module(f"redes.stages.{stage}").main()


if __name__ == "__main__":
    run_stage(main)

"""The stages of the pipeline, one module each: load, call, save.

Importing this package puts the deterministic settings in place, before any stage can import numpy.
"""

import sys
from collections.abc import Callable
from types import TracebackType

from redes import determinism
from redes.errors import UserError, explain_disk
from redes.params import read_all_params

determinism.settle_environment()


def _tell(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Show an error that nothing caught; Ctrl-C while a stage is still being imported needs no words."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)


sys.excepthook = _tell


def run_stage(main: Callable[[], None]) -> None:
    """Run a stage's ``main``; tell a person's errors in one line and end with a status that stops the engine.

    The parameters are checked first, whether the stage reads any or not: under ``dvc repro`` nothing else stops
    before data are fetched for a training that cannot start.
    """
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    try:
        read_all_params()
        main()
    except UserError as error:
        sys.exit(f"error: {error}")
    except OSError as error:
        if (message := explain_disk(error)) is None:
            raise
        sys.exit(f"error: {message}")
    except KeyboardInterrupt:
        sys.exit(130)

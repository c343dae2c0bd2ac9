"""Programs that some tests need and that a machine may lack."""

import os
import shutil

import pytest


def require_program(*names: str) -> str:
    """Find a program by any of its names; where it is missing, skip the test, or fail it in CI.

    CI is where REDES_REQUIRE_PROGRAMS is set.
    """
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        tell = pytest.fail if os.environ.get("REDES_REQUIRE_PROGRAMS") else pytest.skip
        tell(f"needs the program {names[0]}")
    return str(path)


def require_chromium() -> str:
    """Find Chromium, as ``require_program`` does."""
    return require_program("chromium", "chromium-browser", "google-chrome")

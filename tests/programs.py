"""Programs that some tests need and that a machine may lack."""

import os
import shutil

import pytest


def require_program(name: str) -> str:
    """Find a program; where it is missing, skip the test, or fail it where REDES_REQUIRE_PROGRAMS is set (CI)."""
    path = shutil.which(name)
    if path is None:
        tell = pytest.fail if os.environ.get("REDES_REQUIRE_PROGRAMS") else pytest.skip
        tell(f"needs the program {name}")
    return str(path)

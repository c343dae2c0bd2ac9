"""The examples in the docstrings come out as they say."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

from redes import foundations

MODULES = sorted(path.stem for path in Path(foundations.__path__[0]).glob("[a-z]*.py"))


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(import_module(f"redes.foundations.{name}")).failed == 0

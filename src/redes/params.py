"""Reading params.yaml, checked against its schema before any number of it is used."""

import datetime
import difflib
import math
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import YAMLError

from redes.errors import UserError

PARAMS = Path("params.yaml")
SCHEMA = Path("workflow/schemas/params.schema.yaml")


def read_params(section: str) -> SimpleNamespace:
    """Read one section of params.yaml; the whole file is checked first.

    Args:
        section: a top-level key, named like the stage that reads it.

    Returns:
        The section's values as attributes.

    Raises:
        UserError: the file or any value in it is not what the schema allows.
    """
    return SimpleNamespace(**read_all_params()[section])


@cache
def read_all_params() -> dict[str, Any]:
    """Read and check params.yaml of the working folder, once a process; see ``check_params``."""
    return check_params(PARAMS, SCHEMA)


def check_params(path: Path, schema_path: Path) -> dict[str, Any]:
    """Check a parameter file against a JSON schema.

    Args:
        path: the YAML file with the parameters.
        schema_path: the JSON schema (draft 2020-12), written in YAML.

    Returns:
        The parameters, section by section.

    Raises:
        UserError: names each key's path, the value that came, and what is allowed.
    """
    try:
        params = _load_yaml(path)
    except FileNotFoundError:
        raise UserError(f"{path} is missing; restore it with: git checkout -- {path}") from None
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}; it has to be a file that you may read") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 text: {error.reason} at byte {error.start}") from None
    except DuplicateKeyError as error:
        raise UserError(f"{path} has a key twice: {' '.join(str(error.problem).split())}{_line(error)}") from None
    except YAMLError as error:
        raise UserError(f"{path} is not YAML: {' '.join(str(error).split())}") from None
    if params is None:
        raise UserError(f"{path} is empty; restore it with: git checkout -- {path}")
    problems = _problems(params, _load_yaml(schema_path))
    if problems:
        raise UserError("\n  ".join([f"{path} has {len(problems)} value(s) that are not allowed", *problems]))
    return params


def _load_yaml(path: Path) -> Any:
    """Read YAML 1.2, as DVC does: ``1e-3`` is a number, and a key that comes twice is an error."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def _line(error: Any) -> str:
    return f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""


def _problems(params: Any, schema: dict[str, Any]) -> list[str]:
    """One line for each violation: where, what came, what is allowed."""
    from jsonschema import Draft202012Validator, validators

    # JSON has one kind of number, and takes 3.0 for an integer; the code that reads a parameter does not.
    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    types = types.redefine("number", lambda _, value: type(value) in (int, float) and math.isfinite(value))
    errors = validators.extend(Draft202012Validator, type_checker=types)(schema).iter_errors(params)
    ordered = sorted(errors, key=lambda error: list(map(str, error.absolute_path)))
    return list(dict.fromkeys(_describe(error) for error in ordered))


def _describe(error: Any) -> str:
    where = ".".join(str(part) for part in error.absolute_path) or "the file"
    if error.validator == "additionalProperties":
        known = sorted(error.schema["properties"])
        unknown = {str(key): value for key, value in error.instance.items() if key not in error.schema["properties"]}
        prefix = "" if where == "the file" else f"{where}."
        return "\n  ".join(
            f"{prefix}{key}: {_came(value)} under an unknown key; {_suggest(key, known)}"
            for key, value in sorted(unknown.items())
        )
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return f"{where}: missing key(s): {', '.join(missing)}"
    came = _came(error.instance)
    return f"{where}: {came} is not allowed; allowed: {_allowed(error.schema)}"


def _suggest(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key, known, n=1)
    meant = f"did you mean {close[0]}? " if close else ""
    return f"{meant}allowed: {', '.join(known)}"


def _came(value: Any) -> str:
    if value is None:
        return "nothing"
    return "a mapping" if isinstance(value, dict) else f"{_shortened(value)} ({_type_name(value)})"


def _shortened(value: Any) -> str:
    text = str(value) if isinstance(value, datetime.date) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _type_name(value: Any) -> str:
    names = {
        bool: "a truth value",
        int: "an integer",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "a mapping",
    }
    if isinstance(value, datetime.date):
        return "a date"
    return names.get(type(value), type(value).__name__)


def _allowed(schema: dict[str, Any]) -> str:
    """What a schema admits, in words."""
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " or ".join(_allowed(option) for option in schema["anyOf"])
    kinds = {"integer": "an integer", "number": "a number", "string": "text", "boolean": "true or false"}
    kinds |= {"null": "null", "array": "a list", "object": "a mapping"}
    words = [kinds[schema["type"]]] if "type" in schema else []
    bounds = {
        "minimum": "at least",
        "exclusiveMinimum": "above",
        "maximum": "at most",
        "exclusiveMaximum": "below",
    }
    words += [f"{text} {schema[key]}" for key, text in bounds.items() if key in schema]
    if "multipleOf" in schema:
        words[-1] += f", a multiple of {schema['multipleOf']}"
    if "items" in schema:
        words.append(f"of {_allowed(schema['items'])}")
    if "minItems" in schema:
        words.append(f"with {schema['minItems']} item(s)")
    return " ".join(words)

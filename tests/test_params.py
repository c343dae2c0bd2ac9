"""params.yaml: what it holds is allowed, explained, and refused with the key's path where it is not."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from redes.errors import UserError
from redes.params import check_params
from redes.provenance import BEST_PLAN, PLAN

ROOT = Path(__file__).parent.parent
PARAMS, SCHEMA = ROOT / "params.yaml", ROOT / "workflow/schemas/params.schema.yaml"


def test_the_project_s_own_parameters_are_allowed() -> None:
    assert check_params(PARAMS, SCHEMA)["train_mnist_cnn"]["filters"] == [24, 48, 64, 96]


def test_every_key_has_a_comment() -> None:
    keys = re.findall(r"^  (\w+):.*$", PARAMS.read_text(), flags=re.MULTILINE)
    explained = re.findall(r"^  (\w+): [^#]+#.{10,}$", PARAMS.read_text(), flags=re.MULTILINE)
    assert keys == explained


def test_sections_are_named_like_the_stages_that_read_them() -> None:
    """A stage that draws or reads a model may also ask how what it reads was made."""
    stages, best = (YAML(typ="safe").load((ROOT / plan).read_text())["stages"] for plan in (PLAN, BEST_PLAN))
    params = check_params(PARAMS, SCHEMA)
    assert set(params) - {"data"} <= set(stages) | set(best)
    for name, stage in best.items():
        read = stage.get("params", [{"../params.yaml": []}])[0]["../params.yaml"]
        assert set(read) <= set(params)
        assert (name in params) == (name in read)
    for name, stage in stages.items():
        single, whole = ({key for key in stage.get("params", []) if ("." in key) is dot} for dot in (True, False))
        models = {f"train_{Path(path).stem}" for path in stage["deps"] if path.startswith("models/")}
        assert name.startswith("figures_") or whole <= {name, "data"} | models
        assert all(key in params[section] for section, key in (address.split(".") for address in single))
        assert (name in params) == (name in stage.get("params", []))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "learning_rate: 5.0e-3",
            "learning_rate: -1e-3",
            r"train_mnist_cnn\.learning_rate: -0\.001 .* a number above 0 at most 10",
        ),
        (
            "batch_size: 64 ",
            "batch_size: many ",
            r"train_imdb_lstm\.batch_size: 'many' \(text\) .* an integer at least 1",
        ),
        (
            "dropout: 0.4",
            "dropuot: 0.4",
            r"train_imdb_lstm\.dropuot: 0.4 \(a number\) under an unknown key; did you mean dropout\? allowed: aver",
        ),
        (
            "dropout: 0.4",
            "dropout: 0.4\n  zeal: 2",
            r"train_imdb_lstm\.zeal: 2 \(an integer\) under an unknown key; allowed: averaging, batch_size",
        ),
        (
            "enabled: false",
            "enabled: 1",
            r"fetch_imdb_unlabelled\.enabled: 1 \(an integer\) .* true or false",
        ),
        (
            "limit: null",
            "limit: 101",
            r"data\.limit: 101 .* null or an integer at least 100, a multiple of 2",
        ),
        (
            "filters: [24, 48, 64, 96]",
            "filters: [24, 48]",
            r"train_mnist_cnn\.filters: \[24, 48\] \(a list\) .* 4 item",
        ),
        (
            "filters: [24, 48, 64, 96]",
            "filters: [24, 48, 64, x]",
            r"train_mnist_cnn\.filters\.3: 'x' \(text\)",
        ),
        ("window: 5", "wIndow: 5", r"train_embeddings: missing key\(s\): window"),
        ("seed: 1", "seed: 1\n  seed: 2", r"has a key twice: .*\"seed\".* in line \d+"),
        ("epochs: ", "epochs: .nan  # ", r"train_imdb_lstm\.epochs: nan"),
        ("data:\n", "dta:\n", r"dta: a mapping under an unknown key; did you mean data\?"),
        ("learning_rate: 4.0e-3", "learning_rate: .nan", r"train_mnist_softmax\.learning_rate: nan"),
        ("shift: 1.5", "shift: .inf", r"train_mnist_cnn\.shift: inf"),
        ("epochs: 10 ", "epochs: 10.0 ", r"train_mnist_softmax\.epochs: 10\.0 \(a number\) .* an integer"),
        ("limit: null", "limit: 1e3", r"data\.limit: 1000\.0 \(a number\)"),
        ("skip_top: 0", "skip_top: true", r"prepare_imdb\.skip_top: True \(a truth value\)"),
        ("skip_top: 0", "skip_top: 2026-01-01", r"prepare_imdb\.skip_top: 2026-01-01 \(a date\)"),
        ("skip_top: 0", "skip_top:", r"prepare_imdb\.skip_top: nothing is not allowed"),
        ("units: 96", "units: 100000000", r"train_imdb_lstm\.units: 100000000 .* at most 4096"),
    ],
)
def test_a_bad_value_is_refused_with_its_path(old: str, new: str, message: str, tmp_path: Path) -> None:
    text = PARAMS.read_text()
    assert old in text
    path = tmp_path / "params.yaml"
    path.write_text(text.replace(old, new))
    with pytest.raises(UserError, match=message):
        check_params(path, SCHEMA)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"# only a comment\n", "is empty"),
        (b"data: [", "is not YAML"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"- 1\n- 2\n", r"the file: \[1, 2\] \(a list\) .* a mapping"),
        (b"just words", "the file: 'just words' .* a mapping"),
    ],
)
def test_a_file_that_is_no_parameter_file_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "params.yaml"
    path.write_bytes(content)
    with pytest.raises(UserError, match=message):
        check_params(path, SCHEMA)


def test_a_missing_file_says_how_to_get_it_back(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="missing; restore it with: git checkout"):
        check_params(tmp_path / "params.yaml", SCHEMA)


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read: Is a directory"):
        check_params(tmp_path, SCHEMA)


def test_each_problem_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "params.yaml"
    path.write_text("data: {limit: 7}\n")
    with pytest.raises(UserError) as refusal:
        check_params(path, SCHEMA)
    assert len(str(refusal.value).splitlines()) == 3

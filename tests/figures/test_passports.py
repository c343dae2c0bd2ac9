"""Each figure carries what made it, and no change of it goes unnoticed."""

import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from dvc.dependency.param import ParamsDependency
from dvc.repo import Repo
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from workflow.plan import read_plan

from redes.explain import find_upstream
from redes.figures.style import Kind, Look, draw
from redes.passport import Passport, PassportError, issue, read_passport, stamp
from redes.provenance import Provenance

DESCRIPTION = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF/{http://creativecommons.org/ns#}Work/{*}description"
FOLDER = Path("reports/figures")
PASSPORT = Passport(
    "reports/figures/mnist/nothing.es.dark.svg",
    "figures_mnist",
    {"train": {"rate": 1e-4, "filters": [24, 48], "name": "<ñ> & 'ü'", "limit": None}},
    {"models/a.keras": "1" * 32, "data/b": "2" * 32 + ".dir"},
)
DRAWINGS: dict[Kind, bytes] = {kind: draw(lambda look: look.figure(height=1), Look(), kind) for kind in ("svg", "png")}
STAMPED = {kind: stamp(drawing, PASSPORT) for kind, drawing in DRAWINGS.items()}
KINDS = pytest.mark.parametrize("kind", ["svg", "png"])


@KINDS
def test_round_trip(kind: Kind) -> None:
    assert read_passport(STAMPED[kind]) == PASSPORT


def test_where_other_programs_look_for_it() -> None:
    described = ET.fromstring(STAMPED["svg"]).find(f"{{*}}metadata/{DESCRIPTION}")
    assert described is not None
    told = json.loads(described.text or "")
    with Image.open(io.BytesIO(STAMPED["png"])) as image, Image.open(io.BytesIO(DRAWINGS["png"])) as bare:
        pixels = json.loads(image.text["Description"])  # type: ignore[attr-defined]
        assert image.tobytes() == bare.tobytes()
    for found in (told, pixels):
        assert found["stage"] == "figures_mnist"
        assert found["command"] == "redes draw reports/figures/mnist/nothing"
        assert found["parameters"] == PASSPORT.parameters
        assert found["inputs"] == PASSPORT.inputs
        assert len(found["sha256"]) == 64


@KINDS
@given(data=st.data())
def test_any_changed_byte_breaks_the_seal(kind: Kind, data: st.DataObject) -> None:
    content = bytearray(STAMPED[kind])
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(PassportError):
        read_passport(bytes(content))


@KINDS
@given(data=st.data())
def test_a_piece_of_a_file_is_not_the_file(kind: Kind, data: st.DataObject) -> None:
    length = data.draw(st.integers(0, len(STAMPED[kind]) - 1))
    with pytest.raises(PassportError):
        read_passport(STAMPED[kind][:length])
    with pytest.raises(PassportError):
        read_passport(STAMPED[kind] + STAMPED[kind][:length] + b"\n")


def test_the_passport_of_another_drawing() -> None:
    other = draw(lambda look: look.figure(height=2), Look(), "svg")
    passport = re.search(rb" *<dc:description>.*</dc:description>\n", STAMPED["svg"], re.DOTALL)
    assert passport
    with pytest.raises(PassportError, match="seal"):
        read_passport(other.replace(b"<cc:Work>\n", b"<cc:Work>\n" + passport[0]))

    text = PngInfo()
    with Image.open(io.BytesIO(STAMPED["png"])) as image:
        text.add_text("Description", image.text["Description"])  # type: ignore[attr-defined]
    moved = io.BytesIO()
    with Image.open(io.BytesIO(draw(lambda look: look.figure(height=2), Look(), "png"))) as image:
        image.save(moved, "png", pnginfo=text)
    with pytest.raises(PassportError, match="seal"):
        read_passport(moved.getvalue())


@KINDS
def test_a_drawing_without(kind: Kind) -> None:
    with pytest.raises(PassportError, match="no passport"):
        read_passport(DRAWINGS[kind])


def test_code_and_order_leave_no_trace() -> None:
    """Code that draws the same gives the same file, and so does a plan with its lines in another order."""
    one = Provenance(
        "s", "c", {"data/a": "1", "data/b": "2", "src/c.py": "3"}, {"params.yaml": {"t": {"x": 1, "y": 2}}}
    )
    two = Provenance(
        "s", "d", {"src/c.py": "4", "data/b": "2", "data/a": "1"}, {"params.yaml": {"t": {"y": 2, "x": 1}}}
    )
    assert stamp(DRAWINGS["svg"], issue("a.svg", one)) == stamp(DRAWINGS["svg"], issue("a.svg", two))


def test_every_figure_of_the_checkout_has_its_own() -> None:
    paths = [path for path in FOLDER.rglob("*.*") if path.suffix in (".svg", ".png")]
    assert paths
    for path in paths:
        content = path.read_bytes()
        passport = read_passport(content)
        assert (passport.figure, passport.stage) == (path.as_posix(), f"figures_{path.parent.name}")
        assert passport.inputs
        # What was measured on one machine follows from no parameter.
        assert passport.parameters or passport.stage == "figures_benchmarks"
        assert str(Path.cwd()).encode() not in content
        assert not any(Path(name).is_absolute() for name in passport.inputs)


@pytest.mark.filterwarnings("ignore:_NoneStep.value:DeprecationWarning")  # of DVC itself
def test_stages_that_draw_name_the_parameters_of_all_before_them() -> None:
    plan = read_plan(with_status=False)
    with Repo(".") as repo:
        read = {
            stage.addressing: {key for dep in stage.deps if isinstance(dep, ParamsDependency) for key in dep.params}
            for stage in repo.index.stages
        }
    drawing = [
        stage.address for stage in plan.stages if any(out.path.startswith(f"{FOLDER}/") for out in stage.outputs)
    ]
    before = {stage: set().union(*(read[other] for other in find_upstream(plan, stage))) for stage in drawing}
    missing = {
        stage: sorted(key for key in keys - read[stage] if key.partition(".")[0] not in read[stage])
        for stage, keys in before.items()
    }
    assert not any(missing.values()), f"to be added under `params:` in dvc.yaml: {missing}"

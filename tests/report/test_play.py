"""The page to play with, in a real browser, from files: it computes what Keras computes, and can be played with."""

import base64
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.report.browser import Browser
from tests.report.networks import compute_answers, save_untrained_network, write_network

from redes.features.digits import Split, scale_images
from redes.foundations.pooling import measure_share_unchanged
from redes.foundations.receptive_field import compute_receptive_fields
from redes.foundations.translation import translate
from redes.report.play import MODEL

WORDS = Path("reports/source/_static/play/words.js")
TRAINED = Path("models/mnist_cnn.keras")
CLOSE = 1e-5


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, site: Path) -> Browser:
    """The English page, as it opens on a desk."""
    browser.open(site / "en/play.html", height=1200)
    return browser


def call(page: Browser, function: str, *arrays: np.ndarray, rest: str = "") -> np.ndarray:
    """Call a function of the page with float32 arrays, and other arguments as they are written; give its float32."""
    names = [f"read('{base64.b64encode(a.astype('<f4').tobytes()).decode()}')" for a in arrays]
    code = f"""(() => {{
        const read = (text) => new Float32Array(RedesPlay.bytes(text).buffer);
        const values = Float32Array.from({function}({", ".join([*names, *([rest] if rest else [])])}));
        return btoa(Array.from(new Uint8Array(values.buffer), (byte) => String.fromCharCode(byte)).join(""));
    }})()"""
    return np.frombuffer(base64.b64decode(page.run(code)), "<f4")


def settle(page: Browser) -> None:
    """Let the page draw what was asked of it."""
    page.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")


def find(page: Browser, selector: str) -> tuple[float, float, float, float]:
    """Bring an element into the window; its left, top, width and height there."""
    page.run(f"document.querySelector('{selector}').scrollIntoView({{block: 'center', behavior: 'instant'}})")
    box = page.run(f"document.querySelector('{selector}').getBoundingClientRect().toJSON()")
    return box["x"], box["y"], box["width"], box["height"]


def seen(page: Browser) -> np.ndarray:
    """The image that the network reads."""
    settle(page)
    return call(page, "(() => RedesPlay.app.state.image)").reshape(28, 28)


def is_trained() -> bool:
    """Whether the site's network is the trained one, and Keras can be asked what it answers."""
    return TRAINED.is_file() and ("reports" / MODEL).is_file()


def answer(page: Browser) -> int:
    settle(page)
    return page.run("RedesPlay.answerOf(RedesPlay.app.state.answers.at(-1).values)")


# What it computes


@pytest.fixture(scope="module", params=["trained", "small"])
def network(
    request: pytest.FixtureRequest,
    site: Path,
    digits: Split,
    tmp_path_factory: pytest.TempPathFactory,
    tensorflow_settings: None,  # noqa: ARG001
) -> tuple[Path, Path]:
    """A page and the network in it: the trained one, and one with other filters, as params.yaml may ask for."""
    if request.param == "trained":
        if not is_trained():
            pytest.skip(f"{TRAINED} or its script is missing; make them with: dvc repro export_mnist_cnn")
        return site / "en/play.html", TRAINED
    folder = tmp_path_factory.mktemp("small")
    shutil.copytree(site / "en", folder / "en")
    model = save_untrained_network(folder / "small.keras", [3, 5, 4, 6])
    write_network(model, digits, folder / "en/_static" / MODEL.name)
    return folder / "en/play.html", model


@pytest.mark.usefixtures("tensorflow_settings")
def test_every_layer_answers_as_in_keras(browser: Browser, network: tuple[Path, Path], digits: Split) -> None:
    page, model = network
    chosen = [int(np.flatnonzero(digits.labels == digit)[2]) for digit in range(10)]
    noise = np.random.default_rng(1).uniform(size=(28, 28))
    moved = translate(digits.images[chosen[4]] / 255, 3, -5)
    images = np.stack([*scale_images(digits.images[chosen])[..., 0], noise, moved, np.zeros((28, 28))])
    images = images.astype(np.float32)
    reference = compute_answers(model, images)
    browser.open(page)
    assert browser.complaints() == []
    found = [
        call(
            browser, "((image) => RedesPlay.forward(RedesPlay.app.layers, image).flatMap((a) => [...a.values]))", image
        )
        for image in images
    ]
    sizes = np.cumsum([answers[0].size for answers in reference])[:-1]
    layers = [np.stack(answers) for answers in zip(*(np.split(values, sizes) for values in found), strict=True)]
    worst = [
        float(np.abs(computed - expected.reshape(len(images), -1)).max()) / scale_of(expected)
        for expected, computed in zip(reference, layers, strict=True)
    ]
    print("largest difference to Keras, layer by layer:", *(f"{gap:.1e}" for gap in worst))
    for expected, computed in zip(reference, layers, strict=True):
        np.testing.assert_allclose(computed, expected.reshape(len(images), -1), rtol=0, atol=CLOSE * scale_of(expected))
    np.testing.assert_allclose(layers[-1], reference[-1], rtol=0, atol=CLOSE)


def scale_of(answers: np.ndarray) -> float:
    return max(1.0, float(np.abs(answers).max()))


def test_the_digits_of_mnist_are_centred_already(page: Browser, digits: Split) -> None:
    for image in scale_images(digits.images[::250])[..., 0]:
        ink = np.kron(image, np.ones((10, 10)))
        np.testing.assert_allclose(call(page, "RedesPlay.center", ink, rest="280").reshape(28, 28), image, atol=1e-6)
        np.testing.assert_allclose(call(page, "RedesPlay.reduce", ink, rest="280").reshape(28, 28), image, atol=1e-6)


def test_a_drawing_anywhere_and_of_any_size_is_centred(page: Browser) -> None:
    for top, left, height, width in ((0, 0, 30, 12), (250, 260, 30, 20), (5, 100, 270, 40), (100, 0, 20, 280)):
        ink = np.zeros((280, 280))
        ink[top : top + height, left : left + width] = 1
        image = call(page, "RedesPlay.center", ink, rest="280").reshape(28, 28)
        rows, columns = (np.flatnonzero(image.any(axis=axis)) for axis in (1, 0))
        assert max(len(rows), len(columns)) == 20
        for places, weights in ((rows, image.sum(axis=1)[rows]), (columns, image.sum(axis=0)[columns])):
            assert abs(np.average(places, weights=weights) - 14) <= 0.5
        assert min(len(rows), len(columns)) == round(20 * min(height, width) / max(height, width))


@pytest.mark.parametrize(("right", "down"), [(0, 0), (3, -2), (-10, 10)])
def test_moving_is_translation(page: Browser, digits: Split, right: int, down: int) -> None:
    image = scale_images(digits.images[:1])[0, ..., 0]
    moved = call(page, "RedesPlay.translate", image, rest=f"{right}, {down}").reshape(28, 28)
    np.testing.assert_array_equal(moved, translate(image, down, right))


def test_fields_are_those_of_the_course(page: Browser) -> None:
    steps = [(5, 1), (2, 2), (3, 1), (3, 1), (2, 2), (3, 1)]
    found = page.run("RedesPlay.app.layers.map((l, n) => [l.kind, RedesPlay.app.fields[n].size])")
    sizes = [size for kind, size in found if kind in ("Conv2D", "MaxPooling2D")]
    assert sizes == compute_receptive_fields(steps).tolist()
    assert [size for kind, size in found if kind in ("Flatten", "Dense", "Softmax")] == [28, 28, 28]


def shares(page: Browser, right: int, down: int, along: bool) -> dict[str, float]:
    """Of each layer with maps, the share of equal units after a move, in percent as the table shows it."""
    page.run(f"RedesPlay.app.change({{right: {right}, down: {down}}})")
    settle(page)
    column = 3 if along else 4
    cells = f"[r.cells[0].textContent, parseFloat(r.cells[{column - 1}].textContent)]"
    return dict(page.run(f"[...document.querySelectorAll('.play-table tbody tr')].map(r => {cells})"))


def test_layers_move_along_by_whole_steps(page: Browser) -> None:
    one, two, four = (shares(page, right, 0, along=True) for right in (1, 2, -4))
    names = list(one)
    behind = names.index("Max pooling 1"), names.index("Max pooling 3")
    assert [name for name in names if one[name] == 100] == ["Convolution 1"]
    assert [name for name in names if two[name] == 100] == names[: behind[1]]
    assert set(four.values()) == {100}
    assert set(shares(page, 0, 0, along=False).values()) == {100}


def test_the_share_that_stays_is_that_of_the_course(page: Browser) -> None:
    found = shares(page, 1, 0, along=False)
    for index, name in ((0, "Convolution 1"), (1, "Max pooling 1")):
        values = [call(page, f"(() => RedesPlay.app.state.{when}[{index}].values)") for when in ("before", "answers")]
        assert found[name] == round(100 * measure_share_unchanged(*values))


# What people do with it


def draw_one(page: Browser, draw: Any) -> None:
    """Draw a 1 with a little slant, small and in the left half of the square."""
    left, top, width, height = find(page, ".play-square")
    draw(*[(left + width * (0.30 - 0.005 * n), top + height * (0.3 + 0.04 * n)) for n in range(11)])


@pytest.mark.parametrize(("width", "tool"), [(1280, "drag"), (360, "swipe")])
def test_drawing(browser: Browser, site: Path, width: int, tool: str) -> None:
    browser.open(site / "en/play.html", width=width)
    find(browser, ".play-square")
    before = browser.run("scrollY")
    draw_one(browser, getattr(browser, tool))
    centred = seen(browser)
    rows, columns = np.flatnonzero(centred.any(axis=1)), np.flatnonzero(centred.any(axis=0))
    assert len(rows) == 20
    assert 2 <= len(columns) <= 8, "the digit that the page began with is gone, and the stroke is upright"
    assert browser.run("scrollY") == pytest.approx(before, abs=3), "the page does not scroll under the finger"
    if is_trained():
        assert answer(browser) == 1
    browser.run("document.querySelector('.play-switch input').click()")
    plain = seen(browser)
    rows, columns = np.flatnonzero(plain.any(axis=1)), np.flatnonzero(plain.any(axis=0))
    assert (rows[0], rows[-1]) == (pytest.approx(8, abs=1.5), pytest.approx(20, abs=1.5))
    assert columns[-1] < 11
    browser.run("[...document.querySelectorAll('.play-tools button')].find(b => b.textContent === 'Clear').click()")
    assert not seen(browser).any()
    assert browser.complaints() == []


def test_the_eraser_rubs_out(page: Browser) -> None:
    draw_one(page, page.drag)
    before = seen(page)
    page.run("[...document.querySelectorAll('.play-tools button')].find(b => b.textContent === 'Eraser').click()")
    draw_one(page, page.drag)
    assert before.any()
    assert not seen(page).any()


def test_a_chosen_digit_can_be_changed(page: Browser) -> None:
    page.run("document.querySelectorAll('.play-example')[0].click()")
    chosen = seen(page)
    np.testing.assert_array_equal(chosen, call(page, "(() => RedesPlay.app.examples[0].image)").reshape(28, 28))
    draw_one(page, page.drag)
    changed = seen(page)
    assert (changed != chosen).any()
    assert changed.sum() > chosen.sum(), "the stroke comes on top of the digit"


def test_a_digit_is_moved_by_dragging_and_by_touching_the_map_of_shifts(page: Browser) -> None:
    base = seen(page)
    left, top, width, _ = find(page, ".play-view")
    pixel = width / 28
    page.drag((left + 50, top + 50), (left + 50 + 2 * pixel, top + 50), (left + 50 + 3 * pixel, top + 50 - 2 * pixel))
    np.testing.assert_allclose(seen(page), translate(base, -2, 3))
    left, top, width, height = find(page, ".play-shifts")
    page.drag((left + width * 3.5 / 15, top + height * 9.5 / 15))
    np.testing.assert_allclose(seen(page), translate(base, 2, -4))


def test_a_finger_that_scrolls_over_the_map_of_shifts_moves_nothing(browser: Browser, site: Path) -> None:
    browser.open(site / "en/play.html", width=360)
    base = seen(browser)
    left, top, width, height = find(browser, ".play-shifts")
    browser.swipe(*[(left + width / 4, top + height * share) for share in (0.9, 0.7, 0.5, 0.3)])
    np.testing.assert_array_equal(seen(browser), base)


def test_a_second_finger_neither_draws_nor_ends_the_stroke(browser: Browser, site: Path) -> None:
    browser.open(site / "en/play.html", width=360)
    find(browser, ".play-square")
    browser.run("""{
        const square = document.querySelector('.play-square');
        square.setPointerCapture = () => {};
        const box = square.getBoundingClientRect();
        const touch = (kind, x, y, isPrimary = true) => square.dispatchEvent(
            new PointerEvent(kind, { clientX: box.left + x, clientY: box.top + y, isPrimary }));
        document.querySelector('.play-switch input').click();
        touch('pointerdown', 30, 30);
        touch('pointerdown', 250, 250, false);
        touch('pointerup', 250, 250, false);
        touch('pointermove', 30, 150);
        touch('pointerup', 30, 150);
    }""")
    rows, columns = np.nonzero(seen(browser))
    assert (rows.max(), columns.max()) == (pytest.approx(15, abs=2), pytest.approx(3, abs=2))


def test_the_map_of_shifts_is_computed(page: Browser) -> None:
    page.run("document.querySelectorAll('.play-example')[2].click()")
    page.wait_for(lambda: "places" in page.run("document.querySelector('.play-result').textContent"), seconds=60)
    digit, count, all_places = (
        int(word) for word in page.run("document.querySelector('.play-result').textContent.match(/\\d+/g)")
    )
    assert digit == answer(page)
    assert 1 <= count <= all_places == 225


def test_everything_by_keyboard(page: Browser) -> None:
    page.run("document.querySelector('#play-digit').scrollIntoView()")
    page.run("document.querySelector('.play-square').focus()")
    page.press("ArrowRight")
    page.press("ArrowDown", shift=True)
    settle(page)
    assert page.run("[RedesPlay.app.state.right, RedesPlay.app.state.down]") == [1, 4]
    reached = []
    for _ in range(60):
        page.press("Tab")
        what = "document.activeElement"
        reached.append(page.run(f"{what}.className || {what}.type || {what}.tagName"))
        if reached[-1] == "play-maps":
            break
        if len(reached) > 1 and "play-example" in reached and reached.count("play-example") == 1:
            page.press("Enter")
            settle(page)
            assert page.run("document.activeElement.getAttribute('aria-pressed')") == "true"
            assert page.run("[RedesPlay.app.state.right, RedesPlay.app.state.down]") == [0, 0]
    order = ["checkbox", "play-view", "play-left", "play-back", "play-example", "play-maps"]
    assert [name for name in dict.fromkeys(reached) if name in order] == order
    page.press("ArrowRight")
    page.press("ArrowRight")
    assert page.run("document.activeElement.getAttribute('aria-valuenow')") == "3"
    assert "map 3 of" in page.run("document.querySelector('.play-lines').textContent")


@pytest.mark.parametrize(("language", "share"), [("es", r"\d,\d\u00a0%"), ("en", r"\d\.\d%")])
def test_the_answer_is_told_in_the_page_s_language(browser: Browser, site: Path, language: str, share: str) -> None:
    browser.open(site / language / "play.html")
    said = "document.querySelector('.play-said[aria-live=polite]').textContent"
    browser.wait_for(lambda: browser.run(said))
    assert re.search(share, browser.run(said))
    assert browser.run("[...document.querySelectorAll('.play-bars')].map(bars => bars.children.length)") == [10, 10]
    unnamed = "[...document.querySelectorAll('.play canvas[tabindex], .play button, .play input')].filter("
    unnamed += "e => !(e.getAttribute('aria-label') || e.textContent || e.labels?.length))"
    assert browser.run(f"{unnamed}.length") == 0


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["es", "en"])
def test_nothing_overlaps(browser: Browser, site: Path, language: str, width: int) -> None:
    browser.open(site / language / "play.html", width=width)
    browser.run("RedesPlay.app.change({right: -3, down: -10})")
    settle(browser)
    overlaps = browser.run("""(() => {
        const leaves = [...document.querySelectorAll(".play *")].filter((e) => e.offsetParent && !e.closest(".play-bar")
            && (e.matches("canvas, button, input") || [...e.childNodes].some((n) => n.nodeName === "#text")));
        const boxes = leaves.map((e) => e.getBoundingClientRect());
        const found = [];
        leaves.forEach((a, i) => leaves.slice(i + 1).forEach((b, n) => {
            const [p, q] = [boxes[i], boxes[i + 1 + n]];
            const [x, y] = [Math.min(p.right, q.right) - Math.max(p.left, q.left),
                Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top)];
            if (x > 1 && y > 1 && !a.contains(b) && !b.contains(a)) found.push(a.outerHTML + " | " + b.outerHTML);
        }));
        return found;
    })()""")
    assert overlaps == []
    outside = f"[...document.querySelectorAll('.play *')].filter(e => e.getBoundingClientRect().right > {width} + 1)"
    assert browser.run(f"{outside}.map(e => e.outerHTML)") == []


def test_pictures_follow_the_page_into_the_dark(page: Browser) -> None:
    corner = "[...document.querySelector('.play-view').getContext('2d').getImageData(2, 2, 1, 1).data.slice(0, 3)]"
    light = page.run(corner)
    page.run("document.body.dataset.theme = 'dark'")
    settle(page)
    assert min(light) > 240
    assert max(page.run(corner)) < 40


def test_both_languages_have_the_same_words() -> None:
    _, *languages = re.split(r"^    e[sn]: \{$", WORDS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    spanish, english = (re.findall(r"^ {6,8}(\w+):", text.partition("\n    },")[0], re.MULTILINE) for text in languages)
    assert spanish == english
    assert len(spanish) > 50


def test_without_scripts_a_sentence_says_so(site: Path) -> None:
    for language, sentence in (("es", "se maneja con JavaScript"), ("en", "worked by JavaScript")):
        assert (site / language / "play.html").read_text(encoding="utf-8").count(sentence) == 3


def test_other_pages_do_not_load_the_network(site: Path) -> None:
    loads = f'src="_static/{MODEL.name}'
    assert [path.name for path in (site / "en").glob("*.html") if loads in path.read_text(encoding="utf-8")] == [
        "play.html"
    ]

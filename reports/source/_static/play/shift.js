// The third part: what every layer does when the digit moves, and what becomes of the answer.
(function (play) {
  "use strict";

  const { element, words, shareEqual, toUnits } = play;
  const PICTURE = 112; // CSS pixels of each map that is compared
  const FAR = 7; // pixels, each way, in the map of shifts
  const CELL = 18; // CSS pixels of one shift
  const SLICE = 12; // milliseconds of work before the page may breathe
  const PAUSE = 150; // milliseconds without a new digit before all its shifts are computed

  // Pixels in units: halves and quarters need one and two decimals.
  const decimals = (pixels, step) => [1, 2, 4].findIndex((n) => (n * pixels) % step === 0);
  const inUnits = (step) => (pixels) => words.number(pixels / step, decimals(pixels, step));

  // For each layer with maps: by how many units they should move, which share did, and which share did not change.
  function createTable(app, indices, choose) {
    const bar = () => element("td", { class: "play-percent" }, element("span", { class: "number" }), element("i"));
    const rows = indices.map((index) => {
      const name = play.titleOf(app.layers[index]);
      const button = element("button", { type: "button", text: name, click: () => choose(index) });
      const cells = [element("td", { class: "number" }), bar(), bar()];
      return { index, button, cells, row: element("tr", {}, element("th", { scope: "row" }, button), ...cells) };
    });
    const write = (cell, share) => {
      cell.firstChild.textContent = words.percent(share, 0);
      cell.lastChild.style.width = `${100 * (share || 0)}%`;
    };
    const update = ({ before, answers, right, down }, chosen) => {
      for (const { index, button, cells } of rows) {
        const { step } = app.fields[index];
        cells[0].textContent = words.way(right, down, inUnits(step));
        const along = [right, down].map((pixels) => toUnits(pixels, step));
        write(cells[1], shareEqual(before[index], answers[index], app.blank[index], ...along));
        write(cells[2], shareEqual(before[index], answers[index], app.blank[index], 0, 0));
        button.setAttribute("aria-pressed", index === chosen);
      }
    };
    const titles = [words.layer, words.step, words.along, words.stayed];
    const heads = titles.map((text) => element("th", { scope: "col", text }));
    const head = element("thead", {}, element("tr", {}, ...heads));
    const table = element("table", {}, head, element("tbody", {}, ...rows.map(({ row }) => row)));
    return { table, update };
  }

  // One map of the chosen layer: as it was, moved along; as it is; and the difference.
  function createPictures(app) {
    const canvases = ["before", "after", "difference"].map(() => element("canvas", { "aria-hidden": "true" }));
    const names = [words.before, words.after, words.difference];
    const captions = names.map((text) => element("figcaption", { text }));
    const figures = canvases.map((canvas, n) => element("figure", {}, canvas, captions[n]));
    const slider = element("input", { type: "range", min: 1, value: 1 });
    const label = element("span", { class: "number" });
    const title = element("b");
    const update = ({ before, answers, right, down }, index) => {
      const { width, channels } = answers[index];
      slider.max = channels;
      const map = Math.min(slider.value, channels) - 1;
      title.textContent = play.titleOf(app.layers[index]);
      label.textContent = words.chosen(map + 1, channels);
      const { step } = app.fields[index];
      const [columns, rows] = [right, down].map((pixels) => toUnits(pixels, step));
      const [old, blank] = [before, app.blank].map((all) => play.mapOf(all[index], map));
      const after = play.mapOf(answers[index], map);
      const moved = after.map((_, n) => {
        const [row, column] = [Math.floor(n / width) - rows, (n % width) - columns];
        const inside = Math.min(row, column) >= 0 && Math.max(row, column) < width;
        return inside ? old[row * width + column] : blank[n];
      });
      const difference = after.map((value, n) => value - moved[n]);
      const largest = Math.max(play.largestOf(moved), play.largestOf(after));
      [moved, after, difference].forEach((values, n) => {
        play.paintSquare(canvases[n], PICTURE, values, width, "signed", largest);
      });
    };
    const choice = element("label", { class: "play-choice" }, title, slider, label);
    const box = element("div", {}, choice, element("div", { class: "play-figures" }, ...figures));
    return { box, slider, update };
  }

  // All places within reach, the nearest first.
  function listPlaces() {
    const line = Array.from({ length: 2 * FAR + 1 }, (_, n) => n - FAR);
    const places = line.flatMap((down) => line.map((right) => ({ right, down })));
    return places.sort((a, b) => Math.hypot(a.right, a.down) - Math.hypot(b.right, b.down));
  }

  // The probability of the answer at every place that the digit may move to, computed little by little.
  function createShifts(app) {
    const side = CELL * (2 * FAR + 1);
    const canvas = element("canvas", { class: "play-shifts", role: "img", "aria-label": words.shiftsMap });
    const legend = element("p", { class: "play-legend", "aria-hidden": "true" });
    const ends = [0, 1].map((share) => element("span", { text: words.percent(share, 0) }));
    legend.append(ends[0], element("i"), ends[1]);
    const result = element("p", { class: "play-result", "aria-live": "polite" });
    const column = play.createColumn("", canvas, legend, result);
    const title = column.firstChild;
    const places = listPlaces();
    let [base, found, timer] = [null, [], 0];

    function paint() {
      const values = new Float32Array((2 * FAR + 1) ** 2);
      const { right, down, before } = app.state;
      found.forEach(({ share }, n) => {
        values[(places[n].down + FAR) * (2 * FAR + 1) + places[n].right + FAR] = share;
      });
      const inReach = Math.max(Math.abs(right), Math.abs(down)) <= FAR;
      const mark = inReach ? { left: right + FAR, top: down + FAR, size: 1 } : undefined;
      play.paintSquare(canvas, side, values, 2 * FAR + 1, "amounts", 1, mark);
      const digit = play.answerOf(before.at(-1).values);
      const same = found.filter(({ answer }) => answer === digit).length;
      title.textContent = words.shifts(digit);
      const done = found.length === places.length;
      const sentence = done ? words.stays(digit, same, places.length) : words.computing;
      if (result.textContent !== sentence) result.textContent = sentence; // said again otherwise
    }

    function work() {
      const digit = play.answerOf(app.state.before.at(-1).values);
      const end = performance.now() + SLICE;
      while (found.length < places.length && performance.now() < end) {
        const { right, down } = places[found.length];
        const { values } = play.forward(app.layers, play.translate(base, right, down)).at(-1);
        found.push({ share: values[digit], answer: play.answerOf(values) });
      }
      paint();
      if (found.length < places.length) timer = setTimeout(work);
    }

    app.listen((state) => {
      if (state.base !== base) {
        [base, found] = [state.base, []];
        clearTimeout(timer);
        timer = setTimeout(work, PAUSE);
      }
      paint();
    });
    // A click, for a finger that scrolls the page touches the map as well.
    canvas.addEventListener("click", (event) => {
      const box = canvas.getBoundingClientRect();
      const at = (place, length) => Math.min(Math.floor((place * (2 * FAR + 1)) / length), 2 * FAR) - FAR;
      app.change({ right: at(event.clientX - box.left, box.width), down: at(event.clientY - box.top, box.height) });
    });
    return column;
  }

  play.parts.shift = (app) => {
    const layers = app.layers.flatMap(({ kind }, n) => (kind in words.kinds && app.blank[n].width > 1 ? [n] : []));
    let chosen = layers[0];
    const choose = (index) => {
      chosen = index;
      app.change({});
    };
    const { table, update } = createTable(app, layers, choose);
    const pictures = createPictures(app);
    pictures.slider.addEventListener("input", () => app.change({}));
    const hint = element("p", { class: "play-hint" });
    app.listen((state) => {
      update(state, chosen);
      pictures.update(state, chosen);
      hint.textContent = state.right || state.down ? "" : words.toMove;
    });
    const columns = [createShifts(app), play.createMover(app), play.createBars(app)];
    const scroll = element("div", { class: "play-table" }, table);
    return [element("div", { class: "play-columns" }, ...columns), hint, scroll, pictures.box];
  };
})((window.RedesPlay ??= {}));

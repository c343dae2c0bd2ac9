// What all parts of the page share: which digit is shown, where it was moved, and what the network answers.
(function (play) {
  "use strict";

  const FARTHEST = 10; // pixels that a digit can be moved, each way
  const STRONGEST = 0.005;
  const VIEW = 168; // CSS pixels of what the network sees
  const STRIDE = 4; // pixels that it moves with Shift: what both poolings together halve without rest
  const DIRECTIONS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
  const SIGNS = { left: "←", right: "→", up: "↑", down: "↓", back: "⟲" };
  const { SIDE, element, words } = play;

  const readExamples = ({ images, labels, rows, num_mistakes: mistakes }) => {
    const pixels = play.bytes(images);
    return labels.map((label, n) => ({
      label,
      row: rows[n],
      mistake: n >= labels.length - mistakes,
      image: Float32Array.from(pixels.subarray(n * SIDE * SIDE, (n + 1) * SIDE * SIDE), (value) => value / 255),
    }));
  };

  // What full colour stands for in each layer: only the share STRONGEST of its units answers more strongly, when the
  // network reads a digit of each class.
  function measureScales(layers, examples) {
    const perClass = [...new Map(examples.map((example) => [example.label, example])).values()];
    const answers = perClass.map(({ image }) => play.forward(layers, image));
    return layers.map((_, n) => {
      const sizes = Float32Array.from(answers.flatMap((all) => Array.from(all[n].values, Math.abs))).sort();
      return sizes[Math.floor((1 - STRONGEST) * (sizes.length - 1))] || 1;
    });
  }

  // `base` is the digit in its place, `before` the answers of all layers to it; `image` and `answers` are those of the
  // digit moved by `right` and `down` pixels. Whoever listens is called once a frame at most.
  function createApp(model) {
    const layers = play.unpack(model);
    const examples = readExamples(model.examples);
    const paper = new Float32Array(SIDE * SIDE);
    const state = { base: paper, right: 0, down: 0 };
    const listeners = [];
    let waiting = false;

    function compute() {
      waiting = false;
      const { base, right, down } = state;
      if (state.computed !== base) Object.assign(state, { computed: base, before: play.forward(layers, base) });
      state.image = right || down ? play.translate(base, right, down) : base;
      state.answers = right || down ? play.forward(layers, state.image) : state.before;
      for (const listener of listeners) listener(state);
    }

    function change(what) {
      Object.assign(state, what);
      for (const key of ["right", "down"]) state[key] = Math.min(Math.max(state[key], -FARTHEST), FARTHEST);
      if (!waiting) requestAnimationFrame(compute);
      waiting = true;
    }

    return {
      layers,
      examples,
      state,
      change,
      compute,
      listen: (listener) => listeners.push(listener),
      move: (right, down) => change({ right: state.right + right, down: state.down + down }),
      scales: measureScales(layers, examples),
      fields: play.measureFields(layers),
      blank: play.forward(layers, paper),
    };
  }

  const answerOf = (values) => values.indexOf(Math.max(...values));

  // The arrow keys move the digit by a pixel, with Shift by four.
  function moveByKeys(app, target) {
    target.addEventListener("keydown", (event) => {
      const direction = DIRECTIONS[event.key.replace("Arrow", "").toLowerCase()];
      if (!direction || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      app.move(...direction.map((step) => step * (event.shiftKey ? STRIDE : 1)));
    });
  }

  // What the network sees; dragging moves it.
  function createView(app) {
    const attributes = { class: "play-view", tabindex: 0, role: "application", "aria-label": words.seen };
    const canvas = element("canvas", attributes);
    let start = null;
    canvas.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary || event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      start = { x: event.clientX, y: event.clientY, right: app.state.right, down: app.state.down };
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!start || !event.isPrimary) return;
      const pixel = canvas.clientWidth / SIDE;
      const right = start.right + Math.round((event.clientX - start.x) / pixel);
      const down = start.down + Math.round((event.clientY - start.y) / pixel);
      app.change({ right, down });
    });
    for (const end of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(end, (event) => event.isPrimary && (start = null));
    }
    moveByKeys(app, canvas);
    app.listen(({ image }) => play.paintSquare(canvas, VIEW, image, SIDE, "ink", 1));
    return canvas;
  }

  // Five buttons that move it too, and how far it was moved.
  function createPad(app) {
    const moved = element("p", { class: "play-moved" });
    const button = (name, act) =>
      element("button", {
        type: "button",
        class: `play-${name}`,
        "aria-label": words.directions[name],
        title: words.directions[name],
        text: SIGNS[name],
        click: act,
      });
    const pad = element("div", { class: "play-pad", role: "group", "aria-label": words.move });
    for (const [name, [right, down]] of Object.entries(DIRECTIONS)) {
      pad.append(button(name, (event) => {
        const steps = event.shiftKey ? STRIDE : 1;
        app.move(right * steps, down * steps);
      }));
    }
    pad.append(button("back", () => app.change({ right: 0, down: 0 })));
    moveByKeys(app, pad);
    app.listen(({ right, down }) => (moved.textContent = words.moved(words.way(right, down))));
    return [pad, moved];
  }

  const createColumn = (title, ...children) =>
    element("div", { class: "play-column" }, element("p", { class: "play-caption", text: title }), ...children);

  const createMover = (app) => createColumn(words.sees, createView(app), ...createPad(app));

  // The ten probabilities.
  function createBars(app) {
    const bars = Array.from({ length: 10 }, (_, digit) => {
      const fill = element("span", { class: "play-fill" });
      const share = element("span", { class: "play-share number" });
      const bar = element("span", { class: "play-bar" }, fill);
      return { fill, share, item: element("li", {}, element("b", { text: digit }), bar, share) };
    });
    app.listen(({ answers }) => {
      const { values } = answers.at(-1);
      const best = answerOf(values);
      bars.forEach(({ fill, share, item }, digit) => {
        fill.style.width = `${100 * values[digit]}%`;
        share.textContent = words.percent(values[digit]);
        item.classList.toggle("play-best", digit === best);
      });
    });
    return createColumn(words.probabilities, element("ol", { class: "play-bars" }, ...bars.map(({ item }) => item)));
  }

  // Each part fills the element of its name; all scripts are there when the document is.
  document.addEventListener("DOMContentLoaded", () => {
    const app = (play.app = createApp(play.model));
    for (const [name, create] of Object.entries(play.parts)) {
      const root = document.getElementById(`play-${name}`);
      if (root) root.replaceChildren(...create(app));
    }
    play.onScheme(() => app.change({}));
    app.compute();
  });

  play.parts = {};
  Object.assign(play, { answerOf, moveByKeys, createColumn, createMover, createBars });
})((window.RedesPlay ??= {}));

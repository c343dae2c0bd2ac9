// The second part: all maps of all layers, and a lens on one of them.
(function (play) {
  "use strict";

  const { SIDE, element, words } = play;
  const GAP = 4; // CSS pixels between maps

  // Larger maps are drawn larger, small ones not too small to touch; every unit is a whole number of pixels wide.
  const magnify = (width) => Math.max(1, Math.round((20 + 1.3 * width) / width));

  function caption(layer, text) {
    const line = element("p", { class: "play-caption" }, element("b", { text: play.titleOf(layer) }));
    line.append(` · ${text} · ${words.does[layer.kind]}`);
    return line;
  }

  // Values map after map, as one tall image.
  function stack({ height, width, channels, values }) {
    const stacked = new Float32Array(values.length);
    for (let place = 0, unit = 0; place < height * width; place++) {
      for (let c = 0; c < channels; c++, unit++) stacked[c * height * width + place] = values[unit];
    }
    return stacked;
  }

  // The maps of a layer side by side; hovering, touching, and the arrow keys choose one.
  function createMaps(app, index, lens) {
    const layer = app.layers[index];
    const { height, width, channels } = app.blank[index];
    const tile = width * magnify(width);
    const pitch = tile + GAP;
    const canvas = element("canvas", {
      class: "play-maps",
      tabindex: 0,
      role: "slider",
      "aria-label": `${play.titleOf(layer)}. ${words.choose}`,
      "aria-valuemin": 1,
      "aria-valuemax": channels,
    });
    const all = element("canvas", { width, height: height * channels });
    let columns = 1;
    let chosen = 0;

    function paint() {
      const room = canvas.parentElement.clientWidth;
      columns = Math.min(channels, Math.max(1, Math.floor((room + GAP) / pitch)));
      const size = [columns * pitch, Math.ceil(channels / columns) * pitch];
      [canvas.style.width, canvas.style.height] = size.map((length) => `${length}px`);
      const context = play.prepare(canvas, ...size);
      context.translate(GAP / 2, GAP / 2);
      const image = play.toPixels(stack(app.state.answers[index]), width, "signed", app.scales[index]);
      all.getContext("2d").putImageData(image, 0, 0);
      const corner = (map) => [(map % columns) * pitch, Math.floor(map / columns) * pitch];
      for (let map = 0; map < channels; map++) {
        context.drawImage(all, 0, map * height, width, height, ...corner(map), tile, tile);
      }
      if (lens.layer !== index) return;
      const [left, top] = corner(lens.map);
      context.lineWidth = 2;
      context.strokeStyle = play.colour("mark");
      context.strokeRect(left - 1, top - 1, tile + 2, tile + 2);
    }

    function choose(map, unit) {
      chosen = Math.min(Math.max(map, 0), channels - 1);
      lens.choose(index, chosen, unit);
      tell();
    }

    function tell() {
      canvas.setAttribute("aria-valuenow", chosen + 1);
      canvas.setAttribute("aria-valuetext", words.chosen(chosen + 1, channels));
    }

    function point(event) {
      const box = canvas.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left - GAP / 2, event.clientY - box.top - GAP / 2];
      const [column, row] = [Math.floor(x / pitch), Math.floor(y / pitch)];
      const map = row * columns + column;
      const unit = [y - row * pitch, x - column * pitch].map((at) => Math.floor((at * width) / tile));
      const inside = column >= 0 && column < columns && row >= 0 && map < channels;
      if (inside && Math.max(...unit) < width) choose(map, unit);
    }

    for (const kind of ["pointermove", "pointerdown"]) canvas.addEventListener(kind, point);
    canvas.addEventListener("focus", () => canvas.matches(":focus-visible") && choose(chosen));
    canvas.addEventListener("keydown", (event) => {
      const arrows = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
      const moves = { ...arrows, Home: -channels, End: channels };
      if (!(event.key in moves) || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      choose(chosen + moves[event.key]);
    });
    tell();
    app.listen(paint);
    lens.listen((changed) => changed.includes(index) && paint());
    return element("div", { class: "play-layer" }, caption(layer, words.maps(channels, width)), canvas);
  }

  // A layer without maps: one number for each class.
  function createClasses(app, index) {
    const layer = app.layers[index];
    const texts = Array.from(app.blank[index].values, () => element("span", { class: "number" }));
    const items = texts.map((text, digit) => element("li", {}, element("b", { text: digit }), text));
    const write = layer.kind === "Softmax" ? words.percent : words.number;
    app.listen(({ answers }) => texts.forEach((text, n) => (text.textContent = write(answers[index].values[n]))));
    const list = element("ol", { class: "play-classes" }, ...items);
    return element("div", { class: "play-layer" }, caption(layer, words.classes(texts.length)), list);
  }

  play.parts.layers = (app) => {
    const lens = play.createLens(app);
    const shown = app.layers.map(({ kind }, index) => ({ kind, index })).filter(({ kind }) => kind in words.kinds);
    const boxes = shown.map(({ index }) =>
      app.fields[index].step === SIDE ? createClasses(app, index) : createMaps(app, index, lens),
    );
    new ResizeObserver(() => app.change({})).observe(lens.box);
    return [lens.box, ...boxes];
  };
})((window.RedesPlay ??= {}));

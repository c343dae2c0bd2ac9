// One map made large, with one of its units, the pixels of the digit that this unit sees, and the filter of the map.
(function (play) {
  "use strict";

  const { SIDE, element, words } = play;
  const LENS = 112; // CSS pixels of each picture

  const numberOf = (name) => name.match(/\d+$/)?.[0] ?? "";
  const titleOf = ({ kind, name }) => words.kinds[kind](numberOf(name));

  // Where the value of a map that is farthest from 0 stands.
  const strongest = (values) => values.reduce((best, x, n) => (Math.abs(x) > Math.abs(values[best]) ? n : best), 0);

  // The weights that a map has for each map of the layer's input, small squares beside each other.
  function paintFilter(canvas, { kernel_size: [size], shapes, weights: [kernel] }, map) {
    const [inputs, filters] = shapes[0].slice(2);
    const across = Math.ceil(Math.sqrt(inputs));
    const cell = inputs > 1 ? size + 1 : size;
    const side = across * cell - (inputs > 1 ? 1 : 0);
    const square = new Float32Array(side * side);
    for (let place = 0; place < size * size; place++) {
      for (let c = 0; c < inputs; c++) {
        const row = Math.floor(c / across) * cell + Math.floor(place / size);
        square[row * side + (c % across) * cell + (place % size)] = kernel[(place * inputs + c) * filters + map];
      }
    }
    play.paintSquare(canvas, LENS, square, side, "signed", play.largestOf(square));
  }

  // `choose` looks at a map of a layer, and at a unit [row, column] of it: where none is named, at the strongest.
  function createLens(app) {
    const canvases = ["field", "map", "filter"].map(() => element("canvas", { "aria-hidden": "true" }));
    const captions = [words.field, words.map, words.filter].map((text) => element("figcaption", { text }));
    const figures = canvases.map((canvas, n) => element("figure", {}, canvas, captions[n]));
    const lines = ["b", "span", "span", "span"].map((name) => element(name));
    const listeners = [];
    const lens = {
      layer: app.layers.findIndex(({ kind }) => kind === "Conv2D"),
      map: 0,
      unit: null,
      box: element(
        "div",
        { class: "play-lens" },
        element("div", { class: "play-figures" }, ...figures),
        element("p", { class: "play-lines" }, ...lines),
      ),
      listen: (listener) => listeners.push(listener),
    };

    function paint() {
      const { layer: index, map, unit } = lens;
      const layer = app.layers[index];
      const answers = app.state.answers[index];
      const values = play.mapOf(answers, map);
      const place = unit ? unit[0] * answers.width + unit[1] : strongest(values);
      const [row, column] = [Math.floor(place / answers.width), place % answers.width];
      const { size, step } = app.fields[index];
      const [field, mark] = [
        { left: column * step, top: row * step, size },
        { left: column, top: row, size: 1 },
      ];
      play.paintSquare(canvases[0], LENS, app.state.image, SIDE, "ink", 1, field);
      play.paintSquare(canvases[1], LENS, values, answers.width, "signed", play.largestOf(values), mark);
      if (layer.kind === "Conv2D") {
        paintFilter(canvases[2], layer, map);
      } else {
        const input = app.state.answers[index - 1];
        const before = play.mapOf(input, map);
        play.paintSquare(canvases[2], LENS, before, input.width, "signed", play.largestOf(before));
      }
      captions[2].textContent = layer.kind === "Conv2D" ? words.filter : words.input;
      const probabilities = app.state.answers.at(-1).values;
      const best = play.answerOf(probabilities);
      const texts = [
        `${titleOf(layer)}, ${words.chosen(map + 1, answers.channels)}`,
        words.unit(row + 1, column + 1, words.number(values[place])),
        words.pixels(size),
        words.reads(best, words.percent(probabilities[best])),
      ];
      lines.forEach((line, n) => (line.textContent = texts[n]));
    }

    lens.choose = (layer, map, unit = null) => {
      const left = lens.layer;
      Object.assign(lens, { layer, map, unit });
      paint();
      for (const listener of listeners) listener([left, layer]);
    };
    app.listen(paint);
    return lens;
  }

  Object.assign(play, { titleOf, createLens });
})((window.RedesPlay ??= {}));

// The first part: a square to draw on, test digits to choose from, what the network sees, and its ten probabilities.
(function (play) {
  "use strict";

  const { SIDE, element, words } = play;
  const INK = 10 * SIDE; // samples of ink on the square, each way
  const WIDTHS = { pen: 22, eraser: 40 }; // in such samples
  const PAUSE = 500; // milliseconds without a change before a screen reader is told the answer

  // The square holds black ink on nothing; the page's style sheet turns it white on dark pages.
  function createSquare(app) {
    const canvas = element("canvas", {
      class: "play-square",
      width: INK,
      height: INK,
      tabindex: 0,
      role: "application",
      "aria-label": words.drawing,
    });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    Object.assign(context, { lineCap: "round", lineJoin: "round" });
    const square = { canvas, tool: "pen", centered: true, example: null, untouched: false };
    let last = null;

    // What was drawn becomes the digit; a test digit that nobody drew on stays as it is.
    square.read = () => {
      if (square.example) return app.change({ base: square.example.image });
      const pixels = context.getImageData(0, 0, INK, INK).data;
      const ink = Float32Array.from({ length: INK * INK }, (_, n) => pixels[4 * n + 3] / 255);
      return app.change({ base: square.centered ? play.center(ink, INK) : play.reduce(ink, INK) });
    };

    square.clear = () => {
      context.clearRect(0, 0, INK, INK);
      Object.assign(square, { example: null, untouched: false });
      app.change({ right: 0, down: 0 });
      square.read();
    };

    square.show = (example) => {
      const image = context.createImageData(INK, INK);
      for (let n = 0; n < INK * INK; n++) {
        const pixel = Math.floor(n / INK / 10) * SIDE + Math.floor((n % INK) / 10);
        image.data[4 * n + 3] = Math.round(255 * example.image[pixel]);
      }
      context.putImageData(image, 0, 0);
      Object.assign(square, { example, untouched: false });
      app.change({ right: 0, down: 0 });
      square.read();
    };

    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return [((event.clientX - box.left) * INK) / box.width, ((event.clientY - box.top) * INK) / box.height];
    };

    function stroke(from, to) {
      context.globalCompositeOperation = square.tool === "pen" ? "source-over" : "destination-out";
      context.lineWidth = WIDTHS[square.tool];
      context.beginPath();
      context.moveTo(...from);
      context.lineTo(...to);
      context.stroke();
    }

    canvas.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary || event.button !== 0) return;
      if (square.untouched) square.clear(); // the digit that the page began with was nobody's choice
      canvas.setPointerCapture(event.pointerId);
      square.example = null;
      last = place(event);
      stroke(last, last);
      square.read();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!last || !event.isPrimary) return;
      const passed = event.getCoalescedEvents?.() ?? [];
      for (const between of passed.length ? passed : [event]) {
        const next = place(between);
        stroke(last, next);
        last = next;
      }
      square.read();
    });
    for (const end of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(end, (event) => event.isPrimary && (last = null)); // a second finger ends no stroke
    }
    play.moveByKeys(app, canvas);
    const first = app.examples.reduce((a, b) => (b.row < a.row ? b : a)); // of the test set
    square.show(first);
    square.untouched = true;
    return square;
  }

  function createTools(square) {
    const tools = ["pen", "eraser"].map((name) =>
      element("button", { type: "button", text: words[name], click: () => choose(name) }),
    );
    function choose(name) {
      square.tool = name;
      tools.forEach((tool) => tool.setAttribute("aria-pressed", tool.textContent === words[name]));
    }
    choose("pen");
    const clear = element("button", { type: "button", text: words.clear, click: square.clear });
    const box = element("input", { type: "checkbox", checked: "" });
    box.addEventListener("change", () => {
      square.centered = box.checked;
      square.read();
    });
    return [
      element("div", { class: "play-tools" }, ...tools, clear),
      element("label", { class: "play-switch" }, box, ` ${words.center}`),
    ];
  }

  function createExamples(app, square) {
    const row = (title, examples, name) => {
      const buttons = examples.map((example) => {
        const canvas = element("canvas");
        const paint = () => play.paintSquare(canvas, SIDE, example.image, SIDE, "ink", 1);
        paint();
        play.onScheme(paint);
        const label = name(example.label, example.row);
        const show = () => square.show(example);
        const attributes = { type: "button", class: "play-example", "aria-label": label, title: label, click: show };
        const button = element("button", attributes, canvas);
        app.listen(() => button.setAttribute("aria-pressed", square.example === example));
        return button;
      });
      return [element("p", { class: "play-caption", text: title }), element("div", { class: "play-row" }, ...buttons)];
    };
    const [right, wrong] = [false, true].map((kind) => app.examples.filter(({ mistake }) => mistake === kind));
    const rows = row(words.examples, right, words.example);
    return wrong.length ? [...rows, ...row(words.mistakes, wrong, words.mistake)] : rows;
  }

  // The answer in words; read aloud once nothing has changed for a moment.
  function createSentence(app) {
    const said = element("p", { class: "play-said", "aria-live": "polite" });
    let pause;
    app.listen(({ answers, image }) => {
      const { values } = answers.at(-1);
      const best = play.answerOf(values);
      const sentence = words.reads(best, words.percent(values[best]));
      clearTimeout(pause);
      pause = setTimeout(() => {
        said.textContent = image.some((value) => value) ? sentence : `${words.empty} ${sentence}`;
      }, PAUSE);
    });
    return said;
  }

  play.parts.digit = (app) => {
    const square = createSquare(app);
    const draw = play.createColumn(words.draw, square.canvas, ...createTools(square));
    return [
      element("div", { class: "play-columns" }, draw, play.createMover(app), play.createBars(app)),
      createSentence(app),
      ...createExamples(app, square),
    ];
  };
})((window.RedesPlay ??= {}));

// Elements of the page, and numbers as colours: the same colours as the report's figures, light and dark.
(function (play) {
  "use strict";

  const COLOURS = {
    light: {
      ink: ["#ffffff", "#1f2328"],
      signed: ["#b35806", "#f7f7f7", "#542788"],
      amounts: ["#e8f1f8", "#56a0d3", "#08306b"],
      mark: "#d55e00",
    },
    dark: {
      ink: ["#131416", "#e6edf3"],
      signed: ["#fdae4b", "#23272d", "#b7a4e6"],
      amounts: ["#1c2a38", "#3f87bd", "#cfe8fa"],
      mark: "#e69f00",
    },
  };
  const STEPS = 255;
  const darkness = window.matchMedia("(prefers-color-scheme: dark)");

  function scheme() {
    const chosen = document.body.dataset.theme;
    return chosen === "light" || chosen === "dark" ? chosen : darkness.matches ? "dark" : "light";
  }

  // Call back when the reader or the machine turns from light to dark or back.
  function onScheme(callback) {
    darkness.addEventListener("change", callback);
    new MutationObserver(callback).observe(document.body, { attributeFilter: ["data-theme"] });
  }

  const colour = (name) => COLOURS[scheme()][name];
  const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

  // The colours between the ends (and the middle, where there are three), as STEPS + 1 opaque pixels.
  const ramps = {};
  function ramp(name) {
    const key = `${name} ${scheme()}`;
    if (!ramps[key]) {
      const stops = colour(name).map(channels);
      const pixels = Uint8ClampedArray.from({ length: 4 * (STEPS + 1) }, (_, n) => {
        const place = (Math.floor(n / 4) / STEPS) * (stops.length - 1);
        const stop = Math.min(Math.floor(place), stops.length - 2);
        const [from, to] = [stops[stop][n % 4], stops[stop + 1][n % 4]];
        return n % 4 === 3 ? 255 : from + (place - stop) * (to - from);
      });
      ramps[key] = new Uint32Array(pixels.buffer);
    }
    return ramps[key];
  }

  // Values as pixels: from 0 to `largest`, or for signed colours from -largest to largest.
  function toPixels(values, width, name, largest) {
    const colours = ramp(name);
    const [from, range] = name === "signed" ? [-largest, 2 * largest] : [0, largest];
    const pixels = new Uint32Array(values.length);
    for (let n = 0; n < values.length; n++) {
      pixels[n] = colours[Math.round(STEPS * Math.min(Math.max((values[n] - from) / range, 0), 1))];
    }
    return new ImageData(new Uint8ClampedArray(pixels.buffer), width);
  }

  // Make a canvas as sharp as the screen, `width` x `height` CSS pixels large, and give what draws on it.
  function prepare(canvas, width, height) {
    const ratio = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.imageSmoothingEnabled = false;
    return context;
  }

  const scratch = document.createElement("canvas");

  // Fill a square of `side` CSS pixels of a canvas with values, a square of each; mark a part {left, top, size} of it.
  function paintSquare(canvas, side, values, columns, name, largest, part) {
    const context = prepare(canvas, side, side);
    const image = toPixels(values, columns, name, largest);
    [scratch.width, scratch.height] = [image.width, image.height];
    scratch.getContext("2d").putImageData(image, 0, 0);
    context.drawImage(scratch, 0, 0, side, side);
    if (!part) return;
    const unit = side / columns;
    context.lineWidth = 2;
    context.strokeStyle = colour("mark");
    context.strokeRect(part.left * unit + 1, part.top * unit + 1, part.size * unit - 2, part.size * unit - 2);
  }

  // The values of one map of a layer's answer.
  function mapOf({ values, channels: all }, channel) {
    return Float32Array.from({ length: values.length / all }, (_, n) => values[n * all + channel]);
  }

  // How far from 0 values go; never 0.
  const largestOf = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);

  // An element with attributes (functions are listeners, "text" is what it says) and children.
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") made.addEventListener(key, value);
      else if (key === "text") made.textContent = value;
      else if (value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  Object.assign(play, { colour, onScheme, toPixels, prepare, paintSquare, mapOf, largestOf, element });
})((window.RedesPlay ??= {}));

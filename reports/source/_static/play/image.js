// From ink on a large square to the 28 x 28 pixels that the network reads, and moving them.
(function (play) {
  "use strict";

  const SIDE = 28; // pixels of a digit, each way
  const BOX = 20; // pixels that MNIST's digits fill, in their longer direction

  const clamp = (x, least, most) => Math.min(Math.max(x, least), most);

  // Each of `count` pixels is the mean of the stretch that it covers: `length` samples from `start` on, in a row of
  // `size` samples that lie `step` apart, in `lines` rows that lie `across` apart.
  function shrink(values, { size, step, lines, across }, start, length, count) {
    const result = new Float64Array(count * lines);
    for (let p = 0; p < count; p++) {
      const from = start + (p * length) / count;
      const to = start + ((p + 1) * length) / count;
      for (let n = Math.max(0, Math.floor(from)); n < Math.min(size, to); n++) {
        const share = (Math.min(to, n + 1) - Math.max(from, n)) / (to - from);
        for (let line = 0; line < lines; line++) result[line * count + p] += share * values[line * across + n * step];
      }
    }
    return result;
  }

  // A part of a square of ink, `size` samples wide, as `width` x `height` pixels.
  function resample(ink, size, part, width, height) {
    const rows = shrink(ink, { size, step: 1, lines: size, across: size }, part.left, part.width, width);
    const turned = { size, step: width, lines: width, across: 1 };
    const columns = shrink(rows, turned, part.top, part.height, height); // column after column
    return Float32Array.from(columns, (_, n) => columns[(n % width) * height + Math.floor(n / width)]);
  }

  function findInk(ink, size) {
    let [left, top, right, bottom] = [size, size, 0, 0];
    ink.forEach((value, n) => {
      if (!value) return;
      const [row, column] = [Math.floor(n / size), n % size];
      [left, right] = [Math.min(left, column), Math.max(right, column + 1)];
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row + 1)];
    });
    return right > left && { left, top, width: right - left, height: bottom - top };
  }

  // The whole square, as it is.
  const reduce = (ink, size) => resample(ink, size, { left: 0, top: 0, width: size, height: size }, SIDE, SIDE);

  // As MNIST was made (LeCun et al. 1998): the drawing is scaled until it just fits a box of 20 x 20 pixels, and moved
  // by whole pixels until its centre of mass lies on pixel 14, counting from 0; here it never leaves the 28 x 28.
  function center(ink, size) {
    const image = new Float32Array(SIDE * SIDE);
    const part = findInk(ink, size);
    if (!part) return image;
    const scale = BOX / Math.max(part.width, part.height);
    const [width, height] = [part.width, part.height].map((length) => Math.max(1, Math.round(length * scale)));
    const small = resample(ink, size, part, width, height);
    let [mass, x, y] = [0, 0, 0];
    small.forEach((value, n) => {
      mass += value;
      x += value * (n % width);
      y += value * Math.floor(n / width);
    });
    const left = clamp(Math.round(SIDE / 2 - x / mass), 0, SIDE - width);
    const top = clamp(Math.round(SIDE / 2 - y / mass), 0, SIDE - height);
    small.forEach((value, n) => (image[(top + Math.floor(n / width)) * SIDE + left + (n % width)] = value));
    return image;
  }

  // T(I)(i, j) = I(i - down, j - right); what comes in at the border is paper, what goes out is lost.
  function translate(image, right, down) {
    return image.map((_, n) => {
      const [row, column] = [Math.floor(n / SIDE) - down, (n % SIDE) - right];
      const inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
      return inside ? image[row * SIDE + column] : 0;
    });
  }

  Object.assign(play, { SIDE, reduce, center, translate });
})((window.RedesPlay ??= {}));

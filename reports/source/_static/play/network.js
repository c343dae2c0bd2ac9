// The trained network, layer by layer: what Keras computes, in formulae that can be read.
//
// A layer's answer is {height, width, channels, values}; values[(i * width + j) * channels + c] is the unit in row i
// and column j of map c. Weights lie as Keras keeps them, one after the other in a Float32Array, the last axis fastest.
(function (play) {
  "use strict";

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  // Numbers travel as float32 in little-endian order, whatever the reader's machine has.
  function floats(text) {
    const view = new DataView(bytes(text).buffer);
    return Float32Array.from({ length: view.byteLength / 4 }, (_, n) => view.getFloat32(4 * n, true));
  }

  // Take the model apart: the same list of layers, each with its own weights.
  function unpack(model) {
    const all = floats(model.weights);
    let start = 0;
    const take = (shape) => all.subarray(start, (start += shape.reduce((a, b) => a * b)));
    return model.layers.map((layer) => ({ ...layer, weights: layer.shapes.map(take) }));
  }

  function answer(height, width, channels) {
    return { height, width, channels, values: new Float32Array(height * width * channels) };
  }

  // S(i, j, k) = b(k) + sum over m, n, c of I(i + m, j + n, c) K(m, n, c, k): every filter laid on every place.
  function convolve(input, { kernel_size: [rows, columns], shapes, weights: [kernel, bias] }) {
    const filters = shapes[0][3];
    const output = answer(input.height - rows + 1, input.width - columns + 1, filters);
    const sums = new Float64Array(filters);
    for (let i = 0, unit = 0; i < output.height; i++) {
      for (let j = 0; j < output.width; j++, unit += filters) {
        sums.fill(0);
        if (bias) sums.set(bias);
        for (let m = 0, weight = 0; m < rows; m++) {
          let pixel = ((i + m) * input.width + j) * input.channels;
          for (let n = 0; n < columns * input.channels; n++, pixel++, weight += filters) {
            const value = input.values[pixel];
            if (value !== 0) for (let k = 0; k < filters; k++) sums[k] += value * kernel[weight + k];
          }
        }
        output.values.set(sums, unit);
      }
    }
    return output;
  }

  // y(i, j, c) = max over m, n of x(i s + m, j s + n, c): the strongest of each square.
  function pool(input, { pool_size: [rows, columns], strides: [down, right] }) {
    const { width, channels, values } = input;
    const fit = (length, size, stride) => Math.floor((length - size) / stride) + 1;
    const output = answer(fit(input.height, rows, down), fit(width, columns, right), channels);
    output.values.fill(-Infinity);
    for (let i = 0, unit = 0; i < output.height; i++) {
      for (let j = 0; j < output.width; j++, unit += channels) {
        for (let m = 0; m < rows; m++) {
          for (let n = 0; n < columns; n++) {
            const pixel = ((i * down + m) * width + j * right + n) * channels;
            for (let c = 0; c < channels; c++) {
              if (values[pixel + c] > output.values[unit + c]) output.values[unit + c] = values[pixel + c];
            }
          }
        }
      }
    }
    return output;
  }

  // y = gamma (x - mean) / sqrt(variance + epsilon) + beta, with the mean and variance of training.
  function normalize(input, { epsilon, weights: [gamma, beta, mean, variance] }) {
    const scale = gamma.map((g, c) => g / Math.sqrt(variance[c] + epsilon));
    const offset = beta.map((b, c) => b - mean[c] * scale[c]);
    const values = input.values.map((x, n) => x * scale[n % input.channels] + offset[n % input.channels]);
    return { ...input, values };
  }

  // y = max(0, x)
  const rectify = (input) => ({ ...input, values: input.values.map((x) => Math.max(0, x)) });

  // All units in a row.
  const flatten = (input) => ({ ...input, height: 1, width: 1, channels: input.values.length });

  // y(k) = b(k) + sum over n of x(n) W(n, k)
  function connect(input, { shapes, weights: [kernel, bias] }) {
    const units = shapes[0][1];
    const sums = Float64Array.from(bias || { length: units }, (b) => b || 0);
    input.values.forEach((x, n) => {
      for (let k = 0; k < units; k++) sums[k] += x * kernel[n * units + k];
    });
    return { height: 1, width: 1, channels: units, values: Float32Array.from(sums) };
  }

  // y(k) = exp(a(k)) / sum over i of exp(a(i)); the largest is taken off first, which changes nothing but overflow.
  function softmax(input) {
    const largest = Math.max(...input.values);
    const powers = Array.from(input.values, (a) => Math.exp(a - largest));
    const sum = powers.reduce((a, b) => a + b);
    return { ...input, values: Float32Array.from(powers, (power) => power / sum) };
  }

  const COMPUTE = {
    Conv2D: convolve,
    MaxPooling2D: pool,
    BatchNormalization: normalize,
    ReLU: rectify,
    Flatten: flatten,
    Dense: connect,
    Softmax: softmax,
  };

  // The answers of all layers to an image, a Float32Array of 28 x 28 amounts of ink in [0, 1].
  function forward(layers, image) {
    let input = { height: 28, width: 28, channels: 1, values: image };
    return layers.map((layer) => (input = COMPUTE[layer.kind](input, layer)));
  }

  Object.assign(play, { bytes, unpack, forward });
})((window.RedesPlay ??= {}));

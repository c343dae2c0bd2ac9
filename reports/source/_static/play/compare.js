// What a layer's maps do when the digit moves: move along (equivariance), stay (invariance), or neither.
(function (play) {
  "use strict";

  // Of each layer: how many pixels a unit sees each way, and how many lie between neighbouring units (the step):
  // r(l) = r(l - 1) + (k(l) - 1) s(l - 1), and a stride multiplies the step. A layer without maps sees everything.
  function measureFields(layers) {
    let [size, step, whole] = [1, 1, false];
    return layers.map(({ kind, kernel_size: kernel, pool_size: pool, strides }) => {
      if (kernel || pool) size += ((kernel || pool)[0] - 1) * step;
      if (pool) step *= strides[0];
      whole ||= kind === "Flatten";
      return whole ? { size: play.SIDE, step: play.SIDE } : { size, step };
    });
  }

  // The share of units with the same value before and after, when the map before is moved by whole units: after(i, j)
  // against before(i - down, j - right), wherever both are inside. Left out are units that both times answer 0, or both
  // times as they do to empty paper: silence is always the same. Where no unit is left, the share is NaN.
  function shareEqual(before, after, blank, right, down) {
    const { height, width, channels } = before;
    let [equal, all] = [0, 0];
    for (let i = Math.max(0, down); i < Math.min(height, height + down); i++) {
      for (let j = Math.max(0, right); j < Math.min(width, width + right); j++) {
        for (let c = 0; c < channels; c++) {
          const unit = (i * width + j) * channels + c;
          const a = before.values[unit - (down * width + right) * channels];
          const b = after.values[unit];
          if (a === b && (a === 0 || a === blank.values[unit])) continue;
          all++;
          if (a === b) equal++;
        }
      }
    }
    return equal / all;
  }

  // By how many units a map moves when the digit moves by some pixels; half a step counts as a whole one.
  const toUnits = (pixels, step) => Math.sign(pixels) * Math.round(Math.abs(pixels) / step) || 0;

  Object.assign(play, { measureFields, shareEqual, toUnits });
})((window.RedesPlay ??= {}));

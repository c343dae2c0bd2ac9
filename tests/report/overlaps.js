// Which texts of the page lie upon one another: [text, text, shared width, shared height] in pixels.
// Parts of one formula may, and what is fixed to the window may cover what scrolls under it.
(() => {
  const meet = (a, b) => ({
    left: Math.max(a.left, b.left), top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom),
  });
  const ancestors = function* (element) { for (; element; element = element.parentElement) yield element; };
  const window_ = {left: 0, top: -Infinity, right: document.documentElement.clientWidth, bottom: Infinity};
  const clips = (element) => element !== document.body && element !== document.documentElement
    && getComputedStyle(element).overflowX !== "visible";
  const visiblePart = (rectangle, element) => [...ancestors(element)].filter(clips)
    .reduce((part, around) => meet(part, around.getBoundingClientRect()), meet(rectangle, window_));
  const isFixed = (element) =>
    [...ancestors(element)].some((e) => ["fixed", "sticky"].includes(getComputedStyle(e).position));

  const pieces = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const common = {words: text.data.trim().slice(0, 40), formula: element.closest("math"), fixed: isFixed(element)};
    for (const line of range.getClientRects()) {
      const box = visiblePart(line, element);
      if (box.right - box.left > 1 && box.bottom - box.top > 1) pieces.push({...common, box});
    }
  }
  const found = [];
  pieces.forEach((a, index) => pieces.slice(index + 1).forEach((b) => {
    const {left, top, right, bottom} = meet(a.box, b.box);
    const apart = right - left <= 1 || bottom - top <= 3;
    if (!apart && a.fixed === b.fixed && !(a.formula && a.formula === b.formula)) {
      found.push([a.words, b.words, Math.round(right - left), Math.round(bottom - top)]);
    }
  }));
  return found;
})()

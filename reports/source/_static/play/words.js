// All that the page says, in both languages, and numbers as each of them writes them.
(function (play) {
  "use strict";

  const WORDS = {
    es: {
      draw: "Dibuja aquí",
      drawing: "Cuadro para dibujar con ratón, lápiz o dedo. Las flechas del teclado mueven el dígito.",
      pen: "Lápiz",
      eraser: "Goma",
      clear: "Borrar todo",
      center: "Centrar como MNIST",
      sees: "Lo que ve la red",
      seen: "Los 28 por 28 píxeles que lee la red. Arrastrar, o las flechas del teclado, mueven el dígito.",
      probabilities: "Probabilidades",
      reads: (digit, share) => `La red lee: ${digit}, con probabilidad ${share}.`,
      empty: "El papel está vacío.",
      examples: "Dígitos de prueba",
      mistakes: "Los peores errores de la red",
      example: (label, row) => `Dígito ${label}, número ${row} de la prueba`,
      mistake: (label, row) => `Dígito ${label} que la red lee mal, número ${row} de la prueba`,
      move: "Mover el dígito",
      directions: {
        left: "A la izquierda",
        right: "A la derecha",
        up: "Arriba",
        down: "Abajo",
        back: "Volver al sitio",
      },
      moved: (way) => `Movido: ${way}`,
      kinds: {
        Conv2D: (n) => `Convolución ${n}`,
        MaxPooling2D: (n) => `Max pooling ${n}`,
        BatchNormalization: (n) => `Normalización ${n}`,
        ReLU: (n) => `ReLU ${n}`,
        Dense: () => "Puntuaciones",
        Softmax: () => "Softmax",
      },
      does: {
        Conv2D: "cada filtro, puesto en todos los lugares",
        MaxPooling2D: "el mayor de cada cuadrado",
        BatchNormalization: "cada mapa, con otra escala y otro centro",
        ReLU: "lo negativo pasa a cero",
        Dense: "sumas con pesos de todo lo anterior",
        Softmax: "puntuaciones hechas probabilidades",
      },
      maps: (count, side) => `${count} mapas de ${side} × ${side}`,
      classes: (count) => `${count} clases`,
      chosen: (map, count) => `mapa ${map} de ${count}`,
      choose: "Elige un mapa con las flechas del teclado.",
      field: "En el dígito",
      map: "El mapa",
      filter: "Su filtro",
      input: "Antes de la capa",
      unit: (row, column, value) => `Unidad de la fila ${row}, columna ${column}: ${value}`,
      pixels: (size) => `Ve ${size} × ${size} píxeles del dígito.`,
      layer: "Capa",
      along: "Se movió con él",
      stayed: "No cambió",
      step: "Debe moverse",
      before: "El mapa de antes, movido",
      after: "El mapa del dígito movido",
      difference: "Diferencia",
      toMove: "El dígito está en su sitio, y por eso todo coincide. Muévelo para comparar.",
      shifts: (digit) => `Probabilidad del ${digit} según adónde se mueva`,
      shiftsMap: "Mapa de desplazamientos: cada casilla es un lugar del dígito. Toca una para moverlo ahí.",
      computing: "Calculando…",
      stays: (digit, count, all) => `La respuesta sigue siendo ${digit} en ${count} de ${all} lugares.`,
    },
    en: {
      draw: "Draw here",
      drawing: "A square to draw on with mouse, pen or finger. The arrow keys move the digit.",
      pen: "Pen",
      eraser: "Eraser",
      clear: "Clear",
      center: "Centre it as MNIST does",
      sees: "What the network sees",
      seen: "The 28 by 28 pixels that the network reads. Dragging, or the arrow keys, move the digit.",
      probabilities: "Probabilities",
      reads: (digit, share) => `The network reads: ${digit}, with probability ${share}.`,
      empty: "The paper is empty.",
      examples: "Test digits",
      mistakes: "The network's worst mistakes",
      example: (label, row) => `Digit ${label}, number ${row} of the test set`,
      mistake: (label, row) => `Digit ${label} that the network misreads, number ${row} of the test set`,
      move: "Move the digit",
      directions: {
        left: "Left",
        right: "Right",
        up: "Up",
        down: "Down",
        back: "Back in place",
      },
      moved: (way) => `Moved: ${way}`,
      kinds: {
        Conv2D: (n) => `Convolution ${n}`,
        MaxPooling2D: (n) => `Max pooling ${n}`,
        BatchNormalization: (n) => `Normalisation ${n}`,
        ReLU: (n) => `ReLU ${n}`,
        Dense: () => "Scores",
        Softmax: () => "Softmax",
      },
      does: {
        Conv2D: "each filter, laid on every place",
        MaxPooling2D: "the largest of each square",
        BatchNormalization: "each map with another scale and centre",
        ReLU: "what is negative becomes zero",
        Dense: "weighted sums of all that came before",
        Softmax: "scores turned into probabilities",
      },
      maps: (count, side) => `${count} maps of ${side} × ${side}`,
      classes: (count) => `${count} classes`,
      chosen: (map, count) => `map ${map} of ${count}`,
      choose: "Choose a map with the arrow keys.",
      field: "On the digit",
      map: "The map",
      filter: "Its filter",
      input: "Before the layer",
      unit: (row, column, value) => `Unit in row ${row}, column ${column}: ${value}`,
      pixels: (size) => `It sees ${size} × ${size} pixels of the digit.`,
      layer: "Layer",
      along: "Moved along",
      stayed: "Stayed",
      step: "Should move",
      before: "The map from before, moved",
      after: "The map of the moved digit",
      difference: "Difference",
      toMove: "The digit is in its place, so all agrees. Move it to compare.",
      shifts: (digit) => `Probability of the ${digit} by where it is moved`,
      shiftsMap: "Map of shifts: each cell is a place of the digit. Touch one to move it there.",
      computing: "Computing…",
      stays: (digit, count, all) => `The answer stays ${digit} in ${count} of ${all} places.`,
    },
  };

  const NOTHING = "—";
  const language = document.documentElement.lang in WORDS ? document.documentElement.lang : "en";

  function number(value, decimals = 2) {
    const text = Math.abs(value).toFixed(decimals);
    const sign = value < 0 && Number(text) !== 0 ? "−" : "";
    return sign + (language === "es" ? text.replace(".", ",") : text);
  }

  // 0.9951 is 99,5 % in Spanish, whose space does not break, and 99.5% in English.
  function percent(share, decimals = 1) {
    if (Number.isNaN(share)) return NOTHING;
    return number(100 * share, decimals) + (language === "es" ? "\u00a0%" : "%");
  }

  // A move: "→ 2 ↑ 1" is two to the right and one up.
  function way(right, down, write = (length) => number(length, 0)) {
    const across = right && `${right < 0 ? "←" : "→"} ${write(Math.abs(right))}`;
    const along = down && `${down < 0 ? "↑" : "↓"} ${write(Math.abs(down))}`;
    return [across, along].filter(Boolean).join(" ") || "0";
  }

  play.words = { ...WORDS[language], number, percent, way };
})((window.RedesPlay ??= {}));

// How things look to someone who reads them, from the computed styles.
(() => {
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  canvas.width = canvas.height = 1;

  /** Any CSS colour in sRGB. */
  const rgb = (colour) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };

  /** WCAG 2.2: relative luminance, contrast ratio. */
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) =>
    0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const contrast = (one, other) => {
    const [low, high] = [luminance(rgb(one)), luminance(rgb(other))].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  const isClear = (colour) => /, 0\)$|\/ 0\)$|^transparent$/.test(colour);
  const groundOf = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (!isClear(colour)) return colour;
    }
    return "white";
  };

  /** A tag as the templates write it: its colour and the contrast of what stands on it. */
  const tag = (kind, value) => {
    const drawn = document.createElement("span");
    drawn.className = kind === "status" ? "pill" : "tag";
    drawn.dataset[kind] = value;
    for (const name of ["tag-mark", "word"]) {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = "x";
      drawn.append(part);
    }
    document.querySelector("main").append(drawn);
    const [mark, word] = drawn.children;
    const painted = kind === "status" ? drawn : mark;
    const look = {
      ground: rgb(getComputedStyle(painted).backgroundColor),
      sign: contrast(getComputedStyle(painted).color, getComputedStyle(painted).backgroundColor),
      word: contrast(getComputedStyle(word).color, groundOf(word)),
      struck: getComputedStyle(word).textDecorationLine.includes("line-through"),
    };
    drawn.remove();
    return look;
  };

  /** Everything on the page that is read, darkest offence first. */
  const faint = (least) => {
    const texts = [...document.querySelectorAll("main *, header *")].filter(
      (element) =>
        element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
        !element.closest(".sr-only, :disabled, .is-away, [aria-hidden]") &&
        [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()),
    );
    return texts
      .map((one) => [one.textContent.trim().slice(0, 40), contrast(getComputedStyle(one).color, groundOf(one))])
      .filter(([, ratio]) => ratio < least);
  };

  window.looks = { rgb, tag, faint };
})();

// What looks otherwise than it has to, on the page that is open: `look(rules, paper)` gives a line for each, and the names of
// the rules that had something to look at.
function look(rules, paper) {
  const main = document.querySelector("main");
  const probe = main.appendChild(document.createElement("span"));
  const tokens = new Map();
  const token = (property, name) => {
    const key = `${property}: var(${name})`;
    if (!tokens.has(key)) {
      probe.style.setProperty(property, `var(${name})`);
      tokens.set(key, getComputedStyle(probe).getPropertyValue(property));
      probe.style.removeProperty(property);
    }
    return tokens.get(key);
  };
  const found = new Map();
  const fault = (element, property, expected, value) => {
    const name = element.tagName.toLowerCase() + [...element.classList].map((one) => `.${one}`).join("");
    const around = element.parentElement;
    const above = around.tagName.toLowerCase() + [...around.classList].map((one) => `.${one}`).join("");
    const key = `${above} > ${name}: ${property} should be ${expected}, but is ${value}`;
    if (!found.has(key)) found.set(key, `${key}: "${element.textContent.trim().slice(0, 40)}"`);
  };
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true });
  // What an element has from those around it, found once for each.
  const inherited = (own) => {
    const known = new Map();
    const find = (element) => {
      if (!element) return null;
      if (!known.has(element)) known.set(element, own(getComputedStyle(element)) ?? find(element.parentElement));
      return known.get(element);
    };
    return find;
  };
  const underlined = inherited((style) => style.textDecorationLine.includes("underline") || null);
  const ground = inherited((style) => (/^rgb\(/.test(style.backgroundColor) ? style.backgroundColor : null));

  // What is so everywhere: only links are underlined and have their colour, text is no smaller than this, and stands out.
  const accent = token("color", "--accent");
  const ink = token("color", "--ink");
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || element.closest("svg, math, script, noscript, option, [hidden], .vh")) continue;
    if (!seen(element)) {
      if (!element.closest(paper ? UNSEEN_ON_PAPER : UNSEEN)) fault(element, "visibility", "seen", "hidden");
      continue;
    }
    const style = getComputedStyle(element);
    const isLink = element.closest("a[href], summary, button, select");
    if (!isLink && underlined(element) && !element.closest(".broken, u, ins, abbr")) fault(element, "text-decoration", "none", "underline");
    if (!isLink && style.color === accent && accent !== ink && !element.closest("pre, .key")) fault(element, "color", "not that of links", style.color);
    const least = paper ? 9.5 : 11;
    if (parseFloat(style.fontSize) < least && !element.closest("sup, sub")) fault(element, "font-size", `at least ${least}px`, style.fontSize);
    // The dot of an empty cell says nothing.
    if (/^rgb\(/.test(style.color) && !element.matches(".z")) {
      const [one, other] = [light(style.color), light(ground(element) ?? "rgb(255, 255, 255)")].sort((a, b) => b - a);
      const contrast = (one + 0.05) / (other + 0.05);
      if (contrast < 4.5) fault(element, "contrast", "at least 4.5", contrast.toFixed(2));
    }
  }

  const used = [];
  for (const { name, of, size, colour, font, line, display, decoration } of rules) {
    const elements = [...main.querySelectorAll(of)].filter((element) => seen(element) && element.textContent.trim());
    if (elements.length) used.push(name);
    for (const element of elements) {
      const style = getComputedStyle(element);
      const expect = (property, expected, value = style.getPropertyValue(property)) => {
        const isSame = expected === value || Math.abs(parseFloat(expected) - parseFloat(value)) < 0.02;
        if (!isSame) fault(element, `${name}: ${property}`, expected, value);
      };
      const around = parseFloat(getComputedStyle(element.parentElement).fontSize);
      if (size.startsWith("--")) expect("font-size", token("font-size", size));
      else if (size !== "-") expect("font-size", `${around * size}px`);
      if (colour !== "-") expect("color", paper && decoration === "link" ? getComputedStyle(element.parentElement).color : token("color", colour));
      if (font !== "-") expect("font-family", token("font-family", font));
      if (line !== "-") {
        const ratio = line.startsWith("--") ? getComputedStyle(probe).getPropertyValue(line) : line;
        expect("line-height", `${ratio * parseFloat(style.fontSize)}px`);
      }
      expect("display", display);
      expect("visibility", "visible");
      const isLine = underlined(element) ? "underline" : "none";
      expect("text-decoration", decoration === "link" && !paper ? "underline" : "none", isLine);
    }
  }
  probe.remove();
  return JSON.stringify({ found: [...found.values()], used });
}
// What is not seen before somebody asks for it, or has no room on a narrow screen.
const UNSEEN = "details, [popover], dialog, .hash, .copy, .wide, .acts thead, .cat .gap, .toc, .tl.bare .off, #lb-search, noscript";
// What is only good for clicking, or has no room.
const UNSEEN_ON_PAPER = `${UNSEEN}, nav, form, .filters, .edit, .pn, .howto, .srch > .narrow, .tips, .note.err, #lb-more, .key .wide`;

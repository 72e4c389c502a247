// Marks the words of ?highlight=… in the text of the page, and scrolls to the first one.
(() => {
  const SKIPPED = "script, style, svg, button, select, textarea, .vh";
  const BLOCKS = "p, li, td, th, h1, h2, h3, h4, h5, h6, pre, dt, dd, figcaption, summary, caption, blockquote, div, section";
  // As the index folds: lower case, without accents, ligatures and special letters in plain ones.
  const PLAIN = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h" };
  const fold = (text) => {
    const plain = text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
    return plain.replace(/[ßæœøđðłþıħ]/gu, (letter) => PLAIN[letter]);
  };
  const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
  const LETTER = /[\p{L}\p{N}]/u;

  /// Folded text, and for each of its code units the place in the original that it comes from.
  const foldWithPlaces = (text) => {
    // Nearly all text folds to the same length, and keeps its places.
    if (/^[\x00-\x26\x28-\x7f]*$/.test(text)) return { folded: text.toLowerCase(), places: null };
    let folded = "";
    const places = [];
    let at = 0;
    for (const letter of text) {
      // Words are indexed without their apostrophes.
      const plain = /['’]/.test(letter) ? "" : fold(letter);
      for (let i = 0; i < plain.length; i++) places.push(at);
      folded += plain;
      at += letter.length;
    }
    return { folded, places };
  };

  /// Whether a word can begin or end at `at`: beside anything that is no letter, and inside of `getUserById`.
  const isEdge = (text, at) => {
    const before = text[at - 1], behind = text[at];
    if (!before || !behind || !LETTER.test(before) || !LETTER.test(behind)) return true;
    if (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(behind)) return true;
    if (/\p{N}/u.test(before) !== /\p{N}/u.test(behind)) return true;
    return /\p{Lu}/u.test(before) && /\p{Lu}/u.test(behind) && /\p{Ll}/u.test(text[at + 1] || "");
  };

  /// Runs of text nodes that read as one line, so that a word in two elements is found.
  const lines = function* (root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let block = null, nodes = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest(SKIPPED)) continue;
      const own = node.parentElement.closest(BLOCKS);
      if (own !== block && nodes.length) { yield nodes; nodes = []; }
      block = own;
      nodes.push(node);
    }
    if (nodes.length) yield nodes;
  };

  /// Places of the words in a text, in order and apart from each other: `[start, end]` each.
  const find = (text, words) => {
    const { folded, places } = foldWithPlaces(text);
    const endOf = (last) => (places ? places[last] + String.fromCodePoint(text.codePointAt(places[last])).length : last + 1);
    const found = [];
    for (const word of words) {
      const isBounded = !UNSPACED.test(word);
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
        const start = places ? places[at] : at, end = endOf(at + word.length - 1);
        if (end > start && (!isBounded || (isEdge(text, start) && isEdge(text, end)))) found.push([start, end]);
      }
    }
    found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const apart = [];
    for (const [start, end] of found) {
      const last = apart.at(-1);
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else apart.push([start, end]);
    }
    return apart;
  };

  /// The parts of text nodes that a place in their joined text covers.
  const parts = (nodes, [start, end]) => {
    const covered = [];
    let from = 0;
    for (const node of nodes) {
      const to = from + node.length;
      if (to > start && from < end) covered.push([node, Math.max(start - from, 0), Math.min(end, to) - from]);
      from = to;
    }
    return covered;
  };

  const words = [...new Set(fold(new URLSearchParams(location.search).get("highlight") || "").split(/\s+/))];
  const wanted = words.filter((word) => LETTER.test(word)).slice(0, 64);
  const root = document.querySelector("main");
  if (!wanted.length || !root) return;
  const ranges = [];
  for (const nodes of lines(root)) {
    for (const place of find(nodes.map((node) => node.data).join(""), wanted)) {
      for (const [node, start, end] of parts(nodes, place)) {
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, end);
        ranges.push(range);
      }
    }
  }
  if (!ranges.length) return;

  // The first one in the section that the address names, else the first of all.
  const anchor = document.querySelector(":target");
  const isBehind = (range) => anchor.contains(range.startContainer)
    || (anchor.compareDocumentPosition(range.startContainer) & Node.DOCUMENT_POSITION_FOLLOWING);
  const first = (anchor && ranges.find(isBehind)) || ranges[0];
  const around = first.startContainer.parentElement;
  for (let closed; (closed = around.closest("details:not([open])"));) closed.open = true;

  if (globalThis.Highlight && CSS.highlights) {
    CSS.highlights.set("lookback", new Highlight(...ranges));
  } else {
    // From the end, so that cutting a node leaves the places before it as they are.
    for (const range of [...ranges].reverse()) range.surroundContents(document.createElement("mark"));
  }
  around.scrollIntoView({ block: "center", behavior: "instant" });
})();

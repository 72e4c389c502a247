// Building pieces of the page. Text is only ever set as text, so that nothing of it is read as HTML.

/// `element("a", { href, class: "t" }, "text", child)`. Properties that are null or false are left out.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/// A text in pieces, of which every second one is marked.
function marked(pieces) {
  return pieces.map((piece, index) => (index % 2 ? element("mark", {}, piece) : piece));
}

function byId(id) {
  return document.getElementById(id);
}

/// Runs `call` on a plain click; one that asks for a new tab or window is the browser's.
function onPlainClick(link, call) {
  link.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    call();
  });
  return link;
}

/// Waits until `call` was not called for `delay` milliseconds, then calls it.
function debounced(delay, call) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...given), delay);
  };
}

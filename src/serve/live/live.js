// Keeps a page of the preview up to date, and shows what went wrong. Sent by `lookback serve` alone.
(() => {
  "use strict";
  const script = document.currentScript;
  // A page in a frame comes up to date with the one around it.
  if (!script || window.top !== window) return;
  const base = "/-/lookback/";
  const place = "lookback-live:" + location.pathname;
  let version = script.dataset.version;
  let state = { failures: [], here: [], elsewhere: [], more: 0 };
  let dismissed = "", root = null, isPanelOpen = false;

  // --- What a reload must not lose: the place, what is open, where the keyboard is.

  const details = () => [...document.querySelectorAll("details")];
  const anchors = () => [...document.querySelectorAll("main [id]")];

  function remember() {
    // The first heading in sight stays where it is, whatever has come in above it.
    const seen = anchors().find((one) => one.getBoundingClientRect().bottom > 0);
    const kept = {
      left: scrollX,
      top: scrollY,
      anchor: scrollY > 0 && seen ? [seen.id, seen.getBoundingClientRect().top] : null,
      open: details().map((one) => one.open),
      focus: document.activeElement?.id || null,
      panel: root?.querySelector(".panel")?.matches(":popover-open") ?? false,
    };
    try { sessionStorage.setItem(place, JSON.stringify(kept)); } catch { /* then it starts at the top */ }
  }

  function recall() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(place));
      sessionStorage.removeItem(place);
    } catch { return; }
    if (!kept) return;
    const now = details();
    if (now.length === kept.open.length) now.forEach((one, at) => { one.open = kept.open[at]; });
    const anchor = kept.anchor && document.getElementById(kept.anchor[0]);
    const top = anchor ? scrollY + anchor.getBoundingClientRect().top - kept.anchor[1] : kept.top;
    scrollTo({ left: kept.left, top, behavior: "instant" });
    isPanelOpen = kept.panel;
    if (kept.focus) document.getElementById(kept.focus)?.focus({ preventScroll: true });
  }

  function reload() {
    close();
    remember();
    location.reload();
  }

  // --- Style sheets are put in the place of the old ones, once they are there.

  function restyle(next) {
    const links = [...document.querySelectorAll('link[rel~="stylesheet"]')];
    if (links.length !== next.styles.length) return reload();
    version = next.version;
    links.forEach((old, at) => {
      if (old.getAttribute("href") === next.styles[at]) return;
      const link = old.cloneNode();
      link.setAttribute("href", next.styles[at]);
      link.addEventListener("load", () => old.remove());
      link.addEventListener("error", () => reload());
      old.after(link);
    });
  }

  // --- The connection: while the page is seen, and no more than some of a browser, for it keeps only six to one host.
  // Those that rest hear of a build from those that listen, and then take their turn.

  const others = new BroadcastChannel("lookback-live");
  others.addEventListener("message", () => open());

  function browser() {
    try {
      const known = localStorage.getItem("lookback-live") ?? crypto.getRandomValues(new Uint32Array(4)).join("");
      localStorage.setItem("lookback-live", known);
      return known;
    } catch { return "any"; }
  }

  let source = null, again = 0, pause = 250, lost = 0;

  function open() {
    if (source || document.visibilityState !== "visible") return;
    clearTimeout(again);
    const query = new URLSearchParams({ page: location.pathname, version, browser: browser() });
    source = new EventSource(`${base}live?${query}`);
    source.addEventListener("open", () => { pause = 250; lost = 0; show(); });
    source.addEventListener("state", (event) => { state = JSON.parse(event.data); show(); });
    source.addEventListener("styles", (event) => restyle(JSON.parse(event.data)));
    source.addEventListener("reload", reload);
    source.addEventListener("built", () => others.postMessage("built"));
    source.addEventListener("rest", close);
    source.addEventListener("error", () => {
      close();
      lost += 1;
      if (lost === 4) show();
      again = setTimeout(open, pause);
      pause = Math.min(pause * 2, 2000);
    });
  }

  function close() {
    source?.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" ? open() : close());
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  addEventListener("focus", open);

  // --- What went wrong. In a tree of its own, so that no theme gets in its way.

  function make(name, properties = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (value !== null && value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  function tree() {
    if (root) return root;
    const host = make("lookback-live");
    root = host.attachShadow({ mode: "open" });
    root.append(make("link", { rel: "stylesheet", href: `${base}live.css` }));
    document.body.append(host);
    return root;
  }

  /** A message, with what stands between backticks as code. */
  function told(text) {
    const parts = text.split(/`([^`]+)`/);
    return parts.map((part, at) => at % 2 ? make("code", {}, part) : part);
  }

  function fault(one, level) {
    const at = one.place;
    const where = at ? `${one.path}:${at.line}:${at.column}` : one.path;
    const item = make("li", {}, make(level, {}, ...told(one.message)), make("p", { class: "where" }, make("code", {}, where), ` · ${one.rule}`));
    if (at && (at.before + at.marked + at.after).trim()) {
      const line = make("code", {}, make("span", { class: "line", "aria-hidden": "true" }, `${at.line}`), at.before, make("mark", {}, at.marked || " "), at.after);
      item.append(make("pre", { tabindex: "0", "aria-label": `Line ${at.line}` }, line));
    }
    if (one.hint) item.append(make("p", { class: "hint" }, ...told(one.hint)));
    return item;
  }

  function list(faults, level) {
    return make("ul", {}, ...faults.map((one) => fault(one, level)));
  }

  const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

  function show() {
    const { failures, here, elsewhere, more } = state;
    const key = JSON.stringify(failures);
    if (!failures.length) dismissed = "";
    const isCovered = failures.length > 0 && key !== dismissed;
    overlay(isCovered ? failures : [], key);
    badge(isCovered, failures, here, elsewhere, more);
  }

  function overlay(failures, key) {
    const before = root?.querySelector("dialog");
    if (before?.dataset.key === key && failures.length) return;
    if (before) { before.dataset.key = ""; before.close(); before.remove(); }
    if (!failures.length) return;
    const dialog = make("dialog", { role: "alertdialog", "aria-labelledby": "title", "aria-describedby": "faults" });
    dialog.dataset.key = key;
    const button = make("button", { type: "button" }, "Close", make("kbd", {}, "Esc"));
    button.addEventListener("click", () => dialog.close());
    const faults = list(failures, "h2");
    faults.id = "faults";
    dialog.append(
      make("header", {}, make("h1", { id: "title" }, "The site could not be built"), button),
      faults,
      make("p", { class: "note" }, script.dataset.waiting !== undefined
        ? "Nothing has been built yet. The site is shown as soon as the fault is mended."
        : "What you see behind this is the last site that could be built. This goes away by itself once the fault is mended."),
    );
    dialog.addEventListener("close", () => {
      // Closed by a person, not because it is over.
      if (!dialog.dataset.key) return;
      dismissed = key;
      dialog.remove();
      show();
      root.querySelector(".badge")?.focus();
    });
    tree().append(dialog);
    dialog.showModal();
    button.focus();
  }

  function badge(isCovered, failures, here, elsewhere, more) {
    const wasOpen = isPanelOpen || (root?.querySelector(".panel")?.matches(":popover-open") ?? false);
    isPanelOpen = false;
    const hadFocus = root?.activeElement?.matches(".badge") ?? false;
    root?.querySelectorAll(".badge, .panel, .gone").forEach((one) => one.remove());
    if (lost >= 4) tree().append(make("p", { class: "gone", role: "status" }, "The preview has ended. This page is no longer kept up to date."));
    const errors = here.length + elsewhere.length + more;
    if (isCovered || !failures.length && !errors) return;
    const text = failures.length ? "The site could not be built" : count(errors, "error");
    const button = make("button", { type: "button", class: "badge" }, make("span", { class: "sign", "aria-hidden": "true" }, "!"), text);
    if (failures.length) {
      button.addEventListener("click", () => { dismissed = ""; show(); });
      tree().append(button);
    } else {
      const panel = make("div", { class: "panel", id: "panel", popover: "auto", role: "region", "aria-labelledby": "errors" });
      panel.append(make("h1", { id: "errors" }, text));
      const part = (title, faults) => { if (faults.length) panel.append(make("h2", {}, title), list(faults, "h3")); };
      part("On this page", here);
      part(here.length ? "On other pages" : "On other pages, none on this one", elsewhere);
      if (more) panel.append(make("p", { class: "note" }, `And ${more} more, which the terminal lists.`));
      button.setAttribute("popovertarget", "panel");
      button.setAttribute("aria-controls", "panel");
      button.setAttribute("aria-expanded", "false");
      panel.addEventListener("toggle", (event) => button.setAttribute("aria-expanded", String(event.newState === "open")));
      tree().append(button, panel);
      if (wasOpen) panel.showPopover();
    }
    if (hadFocus) button.focus();
  }

  recall();
  open();
})();

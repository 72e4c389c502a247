// Keys that lead somewhere; `?` lists them, and there they can be switched off.
addEventListener("DOMContentLoaded", () => {
  /// How long the second key of two may take, in milliseconds.
  const PATIENCE = 1500;
  const root = document.documentElement, setting = "lookback-keys";
  const dialog = document.getElementById("lb-keys");
  if (!dialog) return;
  const choice = dialog.querySelector("input");
  let first = 0;

  try { root.dataset.keys = localStorage.getItem(setting) || "on"; } catch {}
  choice.checked = root.dataset.keys !== "off";
  choice.addEventListener("change", () => {
    root.dataset.keys = choice.checked ? "on" : "off";
    try { localStorage.setItem(setting, root.dataset.keys); } catch {}
  });
  const open = () => { if (!dialog.open) dialog.showModal(); };
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  // The names of places are those of the navigation.
  const element = (name, ...inside) => {
    const made = document.createElement(name);
    made.append(...inside);
    return made;
  };
  const last = dialog.querySelector("dt:nth-last-of-type(2)");
  for (const link of document.querySelectorAll("[data-go]")) {
    last.before(element("dt", element("kbd", "g"), " ", element("kbd", link.dataset.go)), element("dd", link.textContent));
  }
  const button = document.getElementById("lb-keys-open");
  button.hidden = false;
  button.addEventListener("click", open);

  const follow = (link) => { if (link) link.click(); };
  const writes = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");

  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
    if (root.dataset.keys === "off" || document.querySelector("dialog[open]")) return;
    const went = first && event.timeStamp - first < PATIENCE;
    first = 0;
    if (went) {
      follow(document.querySelector(`[data-go="${CSS.escape(event.key)}"]`));
    } else if (event.key === "?") {
      event.preventDefault();
      open();
    } else if (event.key === "j") {
      follow(document.querySelector("main [rel=next]"));
    } else if (event.key === "k") {
      follow(document.querySelector("main [rel=prev]"));
    } else if (event.key === "g") {
      first = event.timeStamp;
    }
  });
});

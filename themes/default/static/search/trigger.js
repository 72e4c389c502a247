// Opens the search, and loads it only when somebody turns to it; marks the words of a search on the page that it led to.
addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-client]");
  if (!form) return;
  const dialog = document.getElementById("lb-find");
  const field = (dialog || form).querySelector("input");
  let loaded = false, isStarted = false;

  const load = (url) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });

  const warm = () => {
    if (loaded) return;
    loaded = true;
    load(form.dataset.client).then(() => { isStarted = true; }, () => {
      loaded = false;
      const note = document.createElement("p");
      note.className = "note err";
      note.role = "alert";
      note.textContent = lookbackWords["script.search-failed"];
      document.getElementById(dialog ? "lb-found-notes" : "lb-notes").replaceChildren(note);
    });
  };

  // Without a dialog this is the page of results, which has a field of its own.
  const open = (text) => {
    warm();
    if (dialog && !dialog.open) dialog.showModal();
    if (text) {
      field.value = text;
      field.dispatchEvent(new Event("input"));
    }
    field.focus();
    if (!text) field.select();
  };

  addEventListener("keydown", (event) => {
    const isCommand = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const isSlash = event.key === "/" && document.documentElement.dataset.keys !== "off" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const writes = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    const isBusy = document.querySelector("dialog[open]:not(#lb-find)");
    if (isBusy || !isCommand && (!isSlash || writes)) return;
    event.preventDefault();
    open();
  });

  if (dialog) {
    for (const input of document.querySelectorAll("form[data-client] input, form[data-finder] input")) {
      input.addEventListener("focus", warm);
      // A pointer above it is on its way there.
      input.addEventListener("pointerenter", warm);
      input.addEventListener("click", () => open());
      // Typed without a click. What an input method is still composing is left alone until it is done.
      const take = (event) => {
        if (event.isComposing || !input.value) return;
        open(input.value);
        input.value = "";
      };
      input.addEventListener("input", take);
      input.addEventListener("compositionend", take);
    }
    // Who types before the rest is there is told that it is on its way.
    field.addEventListener("input", () => setTimeout(() => {
      if (!isStarted && field.value) document.getElementById("lb-found-title").textContent = lookbackWords["script.search-loading"];
    }, 300));
    dialog.querySelector("button").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  } else {
    warm();
  }

  if (new URLSearchParams(location.search).has("highlight")) load(form.dataset.highlighter).catch(() => {});
});

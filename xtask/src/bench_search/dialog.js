// Types into the search dialog as a reader does, and notes how long each answer takes to be painted.
globalThis.lookbackMeasure = (() => {
  const dialog = () => document.querySelector("dialog#lb-find");
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  const tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask", buffered: true });

  const open = () => {
    if (!dialog()?.open) document.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true }));
  };
  // Resolves when the list has changed after `act`, and was painted.
  const change = async (act) => {
    const list = document.getElementById("lb-found-title");
    const since = performance.now();
    const changed = new Promise((resolve, reject) => {
      const observer = new MutationObserver(() => { observer.disconnect(); resolve(); });
      observer.observe(dialog(), { childList: true, subtree: true, characterData: true });
      setTimeout(() => reject(new Error(`no answer: ${list?.textContent}`)), 60000);
    });
    act();
    await changed;
    await painted();
    return performance.now() - since;
  };
  const waitFor = async (is) => {
    const end = performance.now() + 60000;
    while (!is()) {
      if (performance.now() > end) throw new Error("waited in vain");
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  const set = (text) => {
    const field = dialog().querySelector("input");
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  const shown = () => dialog().querySelectorAll("[role=option]").length > 0;
  return {
    tasks,
    // The first result of all, from the first key on: the dialog opens with it.
    async first(query, pause) {
      open();
      await waitFor(() => dialog()?.open);
      if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
      const since = performance.now();
      set(query);
      await waitFor(shown);
      await painted();
      return performance.now() - since;
    },
    // Key by key. They come at any moment of a frame: right after one was painted, each would wait a whole one.
    async type(query) {
      const times = [];
      for (let end = 1; end <= query.length; end++) {
        if (query[end - 1] === " ") continue;
        const moment = performance.now() + (times.length * 7) % 17;
        await waitFor(() => performance.now() >= moment);
        times.push(await change(() => set(query.slice(0, end))));
      }
      return times;
    },
    async whole(query) {
      set("");
      await painted();
      return change(() => set(query));
    },
  };
})();

// Everything works without this file: it only remembers which theme a reader chose.
(() => {
  const root = document.documentElement, key = "lookback-theme";
  const set = (theme) => {
    if (theme && theme !== "auto") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  // Storage can be forbidden, for instance on file://; then the choice lasts for a page.
  try { set(localStorage.getItem(key)); } catch {}
  addEventListener("DOMContentLoaded", () => {
    const choice = document.getElementById("lb-theme-choice");
    if (!choice) return;
    choice.hidden = false;
    const select = choice.querySelector("select");
    select.value = root.dataset.theme || "auto";
    select.addEventListener("change", () => {
      set(select.value);
      try { localStorage.setItem(key, select.value); } catch {}
    });
  });
})();

// What to tell a reader when the search fails: what it is, and what to do about it.

/// Kinds that have a text of their own, each with the button that may help, if any.
const FAILURES = {
  "no-manifest": "", "no-offline": "", format: "reload", missing: "try-again", damaged: "try-again", engine: "try-again",
  script: "reload", "no-wasm": "", policy: "", offline: "try-again", network: "try-again", slow: "try-again", died: "reload",
};

/// A note about a failure; `retry` is called for all buttons that do not reload the page.
function failureNote({ kind, detail }, retry) {
  const told = kind in FAILURES ? kind : "died", button = FAILURES[told];
  const lead = say(`search.failure.${told}`), advice = say(`search.failure.${told}-hint`);
  const label = button && say(`search.${button}`);
  const act = button === "reload" ? () => location.reload() : retry;
  const lists = [...document.querySelectorAll("#lb-nav a")].flatMap((link, index) => [
    index ? " · " : "",
    element("a", { href: link.href }, link.textContent),
  ]);
  return element("div", { class: kind === "slow" ? "note" : "note err", role: "alert", "data-kind": kind },
    element("p", {}, element("b", {}, lead), ` ${advice}`),
    label && element("p", {}, element("button", { type: "button", onclick: act }, label)),
    lists.length && kind !== "slow" ? element("p", {}, sayWith("search.lists", { lists })) : null,
    detail && kind !== "slow" ? element("p", { class: "detail" }, element("code", {}, detail)) : null);
}

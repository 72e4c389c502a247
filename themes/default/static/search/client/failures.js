// What to tell a reader when the search fails: what it is, and what to do about it.

/// By kind: a sentence, advice, and the label of a button where one may help.
const FAILURES = {
  "no-manifest": ["This site was published without its search index.", "Whoever publishes it: build it again, and publish the whole folder with search/ in it."],
  "no-offline": ["This copy of the site can't be searched from disk.", "Open it through a web server, or build it with offline = true in [output.html.search]."],
  format: ["The search index is of another version than this page.", "Reload the page. If that does not help, the site has to be built and published again as a whole.", "Reload"],
  missing: ["A part of the search index is not there.", "The site may be in the middle of being published: try again in a minute.", "Try again"],
  damaged: ["A part of the search index arrived damaged.", "Try again. If it stays so, something on the way to this site changes its files.", "Try again"],
  engine: ["The search engine did not load.", "Try again. If it stays so, the site has to be published again as a whole.", "Try again"],
  script: ["The search did not load.", "Reload the page. If that does not help, the site has to be published again as a whole.", "Reload"],
  "no-wasm": ["This browser does not run WebAssembly, which the search needs.", "It may be too old, or in a mode that forbids it."],
  policy: ["The rules of this server forbid the search to run.", "Whoever runs it: add 'wasm-unsafe-eval' to script-src in the Content-Security-Policy."],
  offline: ["You are offline.", "The search goes on when the connection is back.", "Try again"],
  network: ["The server does not answer.", "Try again in a moment.", "Try again"],
  slow: ["Still loading …", "The connection may be slow.", "Try again"],
  died: ["The search has stopped, and again when it was started anew.", "Reload the page. If this query stops it each time, try another one.", "Reload"],
};

/// A note about a failure; `retry` is called for all buttons that do not reload the page.
function failureNote({ kind, detail }, retry) {
  const [lead, advice, label] = FAILURES[kind] || FAILURES.died;
  const act = label === "Reload" ? () => location.reload() : retry;
  const lists = [...document.querySelectorAll("#lb-nav a")].flatMap((link, index) => [
    index ? " · " : "",
    element("a", { href: link.href }, link.textContent),
  ]);
  return element("div", { class: kind === "slow" ? "note" : "note err", role: "alert", "data-kind": kind },
    element("p", {}, element("b", {}, lead), ` ${advice}`),
    label && element("p", {}, element("button", { type: "button", onclick: act }, label)),
    lists.length && kind !== "slow" ? element("p", {}, "These lists need no search: ", lists) : null,
    detail && kind !== "slow" ? element("p", { class: "detail" }, element("code", {}, detail)) : null);
}

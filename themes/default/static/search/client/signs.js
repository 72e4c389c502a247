// Signs of severities, drawn by the style sheet: a shape each, so that colour is never alone; the same as in lists that
// are built.

const severityOrder = told.severities.split(" ");

function classOf({ key }) {
  return `s${Math.min(severityOrder.indexOf(key), 4) + 1}`;
}

function mark(severity) {
  return element("span", { class: `mk ${classOf(severity)}`, "aria-hidden": "true" });
}

/// The word of a severity: one of the language, or as it is configured.
function severityWord({ key, label }) {
  return WORDS[`severity.${key}`] ?? label;
}

/// Sign and word of a severity.
function severitySign(severity) {
  return element("span", { class: `sev ${classOf(severity)}` }, severityWord(severity));
}

// Signs of severities: a shape each, so that colour is never alone; the same as in lists that are built.

const SHAPES = [
  "M0-6 6 0 0 6-6 0z",
  "M0-5 5.8 5H-5.8z",
  "M-4.2 0a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0-8.4 0z",
  "M-4.8 0a4.8 4.8 0 1 0 9.6 0a4.8 4.8 0 1 0-9.6 0z",
];
const DASH = "M-5-1H5V1H-5z";
/// For a severity that is none of the configured ones.
const SQUARE = "M-4-4H4V4H-4z";
const SVG = "http://www.w3.org/2000/svg";

const severityOrder = files.severities.split(" ");

function classOf({ key }) {
  return `s${Math.min(severityOrder.indexOf(key), 4) + 1}`;
}

function mark(severity) {
  const rank = severityOrder.indexOf(severity.key);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `mk ${classOf(severity)}`);
  svg.setAttribute("viewBox", "-7 -7 14 14");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", rank < 0 ? SQUARE : SHAPES[rank] || DASH);
  svg.append(path);
  return svg;
}

/// Sign and word of a severity.
function severitySign(severity) {
  return element("span", { class: `sev ${classOf(severity)}` }, mark(severity), severity.label);
}

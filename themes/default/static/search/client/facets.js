// The lists of choices beside the results. Counts follow the query; a list that is in use keeps its order, so that no box
// moves away below a finger or a key.

/// Choices that are shown before a list is unfolded, and from which number on it can be filtered.
const FOLDED = 8;
const FILTERED = 30;
/// Choices that are drawn at most; a filter finds the others.
const DRAWN = 200;
/// Facets whose lists are open at first; the others open when something is chosen there.
const OPEN = ["severity", "service", "cause", "trigger", "year", "kind"];

function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/// One facet: its list, and what of it is shown.
class Facet {
  /// `choose(name, key)` is called when a box is ticked or cleared.
  constructor(name, heading, choose) {
    this.name = name;
    this.choose = choose;
    this.boxes = new Map();
    this.isUnfolded = false;
    this.choices = [];
    /// What is chosen here beside the query.
    this.keys = [];
    const id = `lb-facet-${name}`;
    this.list = element("ul", { "aria-labelledby": id });
    this.filter = element("input", {
      type: "search", "aria-label": say(`search.find-${name}`), placeholder: say("search.find"), hidden: true, oninput: () => this.draw(),
    });
    this.more = element("button", { type: "button", class: "unfold", hidden: true, onclick: () => this.unfold() });
    this.whole = element("details", { class: "facet", hidden: true, open: OPEN.includes(name) },
      element("summary", {}, element("h2", { id }, heading)), this.filter, this.list, this.more);
  }

  /// `choices`: of the answer; `keys`: chosen beside the query; `total`: number of hits.
  show(choices, keys, total) {
    this.choices = this.inUse() ? keepingOrder(choices, [...this.boxes.keys()]) : choices;
    const [only] = choices;
    // One choice that all hits have would narrow nothing.
    this.whole.hidden = !choices.length || (choices.length === 1 && !only.chosen && only.count === total);
    if (keys.length && !this.keys.length) this.whole.open = true;
    this.keys = keys;
    this.filter.hidden = choices.length <= FILTERED;
    if (this.filter.hidden) this.filter.value = "";
    this.draw();
  }

  inUse() {
    return this.list.contains(document.activeElement);
  }

  unfold() {
    const before = this.list.children.length;
    this.isUnfolded = !this.isUnfolded;
    this.draw();
    // Where the button was, the reader goes on with what it brought.
    if (this.isUnfolded) this.list.children[before]?.querySelector("input").focus();
  }

  draw() {
    const wanted = folded(this.filter.value.trim());
    const matching = wanted ? this.choices.filter(({ label }) => folded(label).includes(wanted)) : this.choices;
    const most = this.isUnfolded || wanted ? DRAWN : FOLDED;
    const isShown = (choice, index) => index < most || choice.chosen || this.boxes.get(choice.key)?.input === document.activeElement;
    const shown = matching.filter(isShown);
    this.place(shown);
    const hidden = matching.length - shown.length;
    this.more.hidden = this.isUnfolded ? matching.length <= FOLDED || Boolean(wanted) : hidden === 0 || Boolean(wanted);
    this.more.textContent = this.isUnfolded ? say("search.fewer") : say("search.more", { n: hidden });
  }

  /// Makes the list hold these choices in this order, and leaves boxes in place that are there already.
  place(shown) {
    const boxes = new Map();
    shown.forEach((choice, index) => {
      const box = this.boxes.get(choice.key) || this.box(choice);
      box.number.textContent = count(choice.count);
      box.input.checked = choice.chosen;
      // Chosen by the words of the query, where it has to be taken out.
      box.input.disabled = choice.chosen && !this.keys.includes(choice.key);
      if (box.input.disabled) box.label.title = say("search.chosen-in-query");
      else box.label.removeAttribute("title");
      box.item.classList.toggle("none", choice.count === 0);
      if (this.list.children[index] !== box.item) this.list.insertBefore(box.item, this.list.children[index] || null);
      boxes.set(choice.key, box);
    });
    while (this.list.children.length > shown.length) this.list.lastElementChild.remove();
    this.boxes = boxes;
  }

  box(choice) {
    const input = element("input", { type: "checkbox", onchange: () => this.choose(this.name, choice.key) });
    const number = element("span", { class: "n" });
    const sign = this.name === "severity" ? mark(choice) : null;
    const label = element("label", {}, input, sign, element("span", { class: "l", dir: "auto" }, choice.label), number);
    return { item: element("li", {}, label), input, number, label };
  }
}

/// Languages by their names, for the index knows their tags; kinds and stages by the words of the site.
function named(name, choices) {
  const known = { kind: "search.kind", severity: "severity", status: "status" }[name];
  if (known) return choices.map((choice) => ({ ...choice, label: WORDS[`${known}.${choice.key}`] ?? choice.label }));
  if (name !== "language") return choices;
  const names = new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "language", fallback: "code" });
  const nameOf = (tag) => {
    try {
      return names.of(tag);
    } catch {
      return tag;
    }
  };
  return choices.map((choice) => ({ ...choice, label: nameOf(choice.key) }));
}

/// Choices in the order in which readers look for them: of severities and years their own, else as they come.
function inOrder(name, choices) {
  if (name === "year") return [...choices].sort((a, b) => (a.key < b.key ? 1 : -1));
  const rank = ({ key }) => (severityOrder.includes(key) ? severityOrder.indexOf(key) : severityOrder.length);
  return name === "severity" ? [...choices].sort((a, b) => rank(a) - rank(b)) : choices;
}

/// Choices in the order that they had, those that are new behind them.
function keepingOrder(choices, order) {
  const places = new Map(order.map((key, index) => [key, index]));
  const place = ({ key }) => places.get(key) ?? order.length;
  return [...choices].sort((a, b) => place(a) - place(b));
}

// What the search says, in the language of the site, and figures, days and lengths as the rest of the site writes them.

const plurals = new Intl.PluralRules(document.documentElement.lang || "en");

/// The text of a key: the form for `given.n`, where a text has several.
function formOf(key, given) {
  const text = WORDS[key];
  return typeof text === "object" ? text[plurals.select(given.n)] ?? text.other : text ?? key;
}

/// A text with its placeholders filled; numbers are written as the language does.
function say(key, given = {}) {
  return formOf(key, given).replace(/\{([\w-]+)\}/g, (whole, name) => {
    const value = given[name];
    return value === undefined ? whole : typeof value === "number" ? count(value) : value;
  });
}

/// The same in pieces, so that elements can stand for placeholders.
function sayWith(key, given) {
  return formOf(key, given).split(/(\{[\w-]+\})/).filter(Boolean).map((piece) => {
    const value = given[piece.slice(1, -1)];
    return piece.startsWith("{") && value !== undefined ? typeof value === "number" ? count(value) : value : piece;
  }).flat();
}

function count(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, WORDS["number.group"]);
}

/// `25 min`, `1 h 02`, `1 d 17 h`, `14 d`
function lengthOf(minutes) {
  if (minutes < 1) return say("duration.under-a-minute");
  const days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24, rest = minutes % 60;
  const given = { days, hours: String(hours), minutes: String(rest), mm: String(rest).padStart(2, "0") };
  if (days >= 14 || (days && !hours)) return say("duration.days", given);
  if (days) return say("duration.days-hours", given);
  if (!hours) return say("duration.minutes", given);
  return say(rest ? "duration.hours-minutes" : "duration.hours", given);
}

/// A number of days, as exact as its size deserves: `17 days`, `4 months`, `6 y 3 mo`.
function interval(days) {
  if (days < 1) return say("interval.under-a-day");
  if (days < 62) return say("interval.days", { n: days });
  const months = Math.round(days / 30.44), years = Math.floor(months / 12), rest = months % 12;
  if (!years) return say("interval.months", { n: months });
  return rest ? say("interval.years-months", { years: String(years), months: String(rest) }) : say("interval.years", { n: years });
}

/// An ISO date as lists have it.
function dayOf(date) {
  const [year, mm, dd] = date.split("-");
  if (!dd) return date;
  const m = Number(mm), mon = WORDS[`date.months-short.${m}`], month = WORDS[`date.months.${m}`];
  return say("date.day", { year, mm, dd, m: String(m), d: String(Number(dd)), mon, month });
}

/// An element that tells a day.
function time(date, attributes = {}) {
  return element("time", { ...attributes, datetime: date }, dayOf(date));
}

/// The day after (or before) an ISO date; nothing for what is no date.
function shiftedDay(date, days) {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return "";
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/// The first day of what a query calls a date: `2024`, `2024-03` or a whole one.
function firstDay(date) {
  return /^\d{4}(-\d\d){0,2}$/.test(date) ? `${date}-01-01`.slice(0, 10) : "";
}

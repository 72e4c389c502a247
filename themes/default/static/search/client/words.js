// Figures, dates and lengths as the rest of the site writes them.

function count(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

function counted(number, one, many = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/// `25 min`, `1 h 02`, `1 d 17 h`, `14 d`
function lengthOf(minutes) {
  if (minutes < 1) return "under 1 min";
  const days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24, rest = minutes % 60;
  if (days >= 14 || (days && !hours)) return `${count(days)} d`;
  if (days) return `${days} d ${hours} h`;
  if (!hours) return `${rest} min`;
  return rest ? `${hours} h ${String(rest).padStart(2, "0")}` : `${hours} h`;
}

/// A number of days, as exact as its size deserves: `17 days`, `4 months`, `6 y 3 mo`.
function interval(days) {
  if (days < 1) return "under a day";
  if (days < 62) return counted(days, "day");
  const months = Math.round(days / 30.44), years = Math.floor(months / 12), rest = months % 12;
  if (!years) return `${months} months`;
  return rest ? `${years} y ${rest} mo` : `${years} y`;
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

// Titles and names at once, while the engine is on its way: a small file that a few lines can search.

/// The marks that letters have above and below them.
const MARKS_OF_LETTERS = /\p{M}/gu;

class Front {
  constructor() {
    this.rows = this.read();
    // Nobody may ask; then nobody is told.
    this.rows.catch(() => {});
  }

  async read() {
    const response = await fetch(inSite("search/front.bin"));
    if (!response.ok || typeof DecompressionStream === "undefined") return [];
    const text = await new Response(response.body.pipeThrough(new DecompressionStream("gzip"))).text();
    const { names, rows } = JSON.parse(text);
    return rows.map(([kind, title, url, date, severity, label, own]) => {
      const named = own.map((position) => ({ label: names[position], url: "" }));
      const words = wordsOf(`${title} ${named.map((name) => name.label).join(" ")}`);
      return {
        kind: KINDS[kind], url, date, services: named, causes: [], title_marked: [title], words,
        severity: severity ? { key: severity, label } : null, inTitle: wordsOf(title),
      };
    });
  }

  /// Up to `most` hits that have all words of a query, those with the words in their titles first.
  async find(query, most) {
    const wanted = wordsOf(query);
    if (!wanted.length || /["():*~]/.test(query)) return [];
    const hasAll = (words) => wanted.every((word) => words.some((one) => one.startsWith(word)));
    const found = (await this.rows).filter(({ words }) => hasAll(words));
    const inTitle = found.filter((row) => hasAll(row.inTitle));
    return [...new Set([...inTitle, ...found])].slice(0, most);
  }
}

/// Words without case and accents.
function wordsOf(text) {
  return text.normalize("NFKD").replace(MARKS_OF_LETTERS, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

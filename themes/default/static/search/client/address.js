// Where things are: the site's root, and what the page was told about the search.

/// The form that carries the addresses; every page has one.
const files = document.querySelector("form[data-client]").dataset;

const root = new URL("./", document.querySelector("form[data-client]").action).href;

const isFromDisk = location.protocol === "file:";

function absolute(url) {
  return new URL(url, document.baseURI).href;
}

/// The address of a page of the site, from its address relative to the root.
function inSite(url) {
  return new URL(url, root).href;
}

/// The address of a hit: its page, told which words to mark.
function hitAddress(hit, terms) {
  const url = new URL(hit.url, root);
  // An address has room for few words only, and a reader's eye too.
  const words = terms.slice(0, 32).join(" ");
  if (words) url.searchParams.set("highlight", words);
  return url.href;
}

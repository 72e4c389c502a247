// Where things are: the site's root, what the page was told about the search, and the files beside this script.

/// The form that carries what the page was told; every page has one.
const form = document.querySelector("form[data-client]");
const told = form.dataset;

const root = new URL("./", form.action).href;

/// Addresses of the worker and of the engine, whose names were written before this.
const files = {};
for (const [key, name] of Object.entries(beside)) files[key] = new URL(name, absolute(told.client)).href;

const isFromDisk = location.protocol === "file:";

function absolute(url) {
  return new URL(url, document.baseURI).href;
}

/// The address of a page of the site, from its address relative to the root; null for any that leads out of the site. What an
/// index says is not believed: the file may be anybody's.
function pageOf(url) {
  if (typeof url !== "string" || /^[a-z][a-z0-9+.-]*:|^[/\\]|\\/i.test(url)) return null;
  try {
    const page = new URL(url, root);
    return page.href.startsWith(root) ? page : null;
  } catch {
    return null;
  }
}

function inSite(url) {
  return pageOf(url)?.href ?? null;
}

/// The address of a hit: its page, told which words to mark; null where it has none in the site.
function hitAddress(hit, terms) {
  const url = pageOf(hit.url);
  if (!url) return null;
  // An address has room for few words only, and a reader's eye too.
  const words = terms.slice(0, 32).join(" ");
  if (words) url.searchParams.set("highlight", words);
  return url.href;
}

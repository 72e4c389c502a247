// Indexes a folder of pages with Pagefind and asks it queries through the API that it has for browsers.
//
// On stdin: {"pages": folder, "index": folder to write, "depth": n, "queries": [{"words": "…", "filters": {…}}]}.
// On stdout: for each query the paths of the pages that were found, the best first, as JSON.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import * as indexer from "pagefind";

const { pages, index: folder, depth, queries } = JSON.parse(await text(process.stdin));

const { index } = await indexer.createIndex({});
const { errors } = await index.addDirectory({ path: pages });
if (errors.length > 0) throw new Error(errors.join("\n"));
await index.writeFiles({ outputPath: folder });
await indexer.close();

// In a browser the files would come from a server; here they are read where they lie.
const host = "http://pages/pagefind/";
globalThis.fetch = async (url) => {
  const name = String(url).slice(host.length).split("?")[0];
  return new Response(await readFile(join(folder, name)));
};
await writeFile(join(folder, "package.json"), '{"type":"module"}');
const searcher = await import(pathToFileURL(join(folder, "pagefind.js")));
await searcher.options({ basePath: host, baseUrl: "/" });
await searcher.init("en");

const answers = [];
for (const { words, filters } of queries) {
  const { results } = await searcher.search(words, { filters });
  const found = await Promise.all(results.slice(0, depth).map((result) => result.data()));
  answers.push(found.map((page) => decodeURI(page.raw_url ?? page.url).replace(/^\//, "")));
}
process.stdout.write(JSON.stringify(answers));

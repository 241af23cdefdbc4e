// `npm run test:map [-- WORD…]`: which test holds what. Prints the names of the tests in which every word stands (or that
// stand in a file so named), each under its file; without a word all of them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./runtime.mjs";

/** Search ignores accents and capitals. */
const plain = (/** @type {string} */ text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const words = process.argv.slice(2).map(plain);
const files = ["src", "test"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`),
  )
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /\.test\.tsx?$/.test(path))
  .sort();
let found = 0;
for (const file of files) {
  const titles = [
    ...readFileSync(join(root, file), "utf8").matchAll(/^\s*(?:test|describe|it)\(\s*(["'`])([\s\S]*?)\1,/gm),
  ]
    .map(([, , title]) => title ?? "")
    .filter((title) => words.every((word) => plain(`${file} ${title}`).includes(word)));
  found += titles.length;
  if (titles.length > 0) console.log([file, ...titles.map((title) => `  ${title}`)].join("\n"));
}
if (found === 0) {
  console.error(`No test names ${process.argv.slice(2).join(" ")}: try one word, in English.`);
  process.exit(1);
}

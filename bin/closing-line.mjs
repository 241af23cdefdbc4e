// biome-ignore-all lint/style/noDefaultExport: the test runner loads a reporter by its default export.
// Test reporter that prints which files took longest and one plain closing line, "N passed, N failed, N skipped", and
// writes the files with a failed test in them, one a line, to the file that CONFERE_FAILED_TESTS names. Files are named
// by their sources: CONFERE_TEST_SOURCES names a list of [bundled path, source].
import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";

const shown = 15;
const list = process.env.CONFERE_TEST_SOURCES;
const sources = new Map(list ? JSON.parse(readFileSync(list, "utf8")) : []);
const sourceOf = (/** @type {string} */ path) => sources.get(path) ?? relative("", path);

/** @param {AsyncIterable<import("node:test/reporters").TestEvent>} source */
export default async function* closingLine(source) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const failedFiles = new Set();
  /** @type {{ file: string, ms: number }[]} */
  const files = [];
  for await (const event of source) {
    if (event.type === "test:summary" && event.data.file)
      files.push({ file: event.data.file, ms: event.data.duration_ms });
    if (event.type !== "test:pass" && event.type !== "test:fail") continue;
    if (event.type === "test:fail" && event.data.file) failedFiles.add(sourceOf(event.data.file));
    if (event.data.details?.type === "suite") continue;
    if (event.data.skip !== undefined) skipped++;
    else if (event.type === "test:pass") passed++;
    else failed++;
  }
  const failures = process.env.CONFERE_FAILED_TESTS;
  if (failures) writeFileSync(failures, [...failedFiles].map((file) => `${file}\n`).join(""));
  const slowest = files.sort((a, b) => b.ms - a.ms).slice(0, shown);
  if (files.length > shown)
    yield `\nLongest: ${slowest.map(({ file, ms }) => `${sourceOf(file)} ${Math.round(ms / 1000)} s`).join(", ")}\n`;
  yield `\n${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}

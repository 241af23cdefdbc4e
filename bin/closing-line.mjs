// biome-ignore-all lint/style/noDefaultExport: the test runner loads a reporter by its default export.
// Test reporter that prints which files took longest and one plain closing line, "N passed, N failed, N skipped", and
// writes the files with a failed test in them, one a line, to the file that CONFERE_FAILED_TESTS names.
import { writeFileSync } from "node:fs";
import { relative } from "node:path";

const shown = 15;

export default async function* closingLine(source) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const failedFiles = new Set();
  const files = [];
  for await (const event of source) {
    if (event.type === "test:summary" && event.data.file) files.push(event.data);
    if (event.type !== "test:pass" && event.type !== "test:fail") continue;
    if (event.type === "test:fail" && event.data.file) failedFiles.add(event.data.file);
    if (event.data.details?.type === "suite") continue;
    if (event.data.skip !== undefined) skipped++;
    else if (event.type === "test:pass") passed++;
    else failed++;
  }
  const list = process.env.CONFERE_FAILED_TESTS;
  if (list) writeFileSync(list, [...failedFiles].map((file) => `${file}\n`).join(""));
  const slowest = files.sort((a, b) => b.duration_ms - a.duration_ms).slice(0, shown);
  if (files.length > shown)
    yield `\nLongest: ${slowest.map(({ file, duration_ms: ms }) => `${relative("", file)} ${Math.round(ms / 1000)} s`).join(", ")}\n`;
  yield `\n${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}

// biome-ignore-all lint/style/noDefaultExport: the test runner loads a reporter by its default export.
// Test reporter that prints one plain closing line: "N passed, N failed, N skipped".
export default async function* closingLine(source) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for await (const event of source) {
    if (event.type !== "test:pass" && event.type !== "test:fail") continue;
    if (event.data.details?.type === "suite") continue;
    if (event.data.skip !== undefined) skipped++;
    else if (event.type === "test:pass") passed++;
    else failed++;
  }
  yield `\n${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}

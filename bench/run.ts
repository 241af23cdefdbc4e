import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { type Bench, type Figure, lineOf } from "./measure.ts";

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: "string" } } });
const { bench } = (await import(`./${positionals[0]}.bench.ts`)) as { bench: Bench };
const loadBefore = loadavg()[0];
const figures: Figure[] = [];
for await (const figure of bench()) {
  figures.push(figure);
  console.log(lineOf(figure));
}
if (values.json !== undefined) {
  const report = { bench: positionals[0], at: new Date().toISOString(), node: process.version, loadBefore, figures };
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}
// What a bench started may still hold a socket; a figure that is printed is final.
process.exit(0);

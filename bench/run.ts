import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { type Bench, type Figure, type LeftOut, lineOf, statusOf } from "./measure.ts";

const options = { json: { type: "string" }, only: { type: "string" } } as const;
const { positionals, values } = parseArgs({ allowPositionals: true, options });
const { bench } = (await import(`./${positionals[0]}.bench.ts`)) as { bench: Bench };
const loadBefore = loadavg()[0];
const figures: (Figure | LeftOut)[] = [];
for await (const figure of bench(values.only)) {
  figures.push(figure);
  console.log(lineOf(figure));
}
if (values.json !== undefined) {
  const report = { bench: positionals[0], at: new Date().toISOString(), node: process.version, loadBefore, figures };
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}
// Something that a bench started may still hold a socket open; the figures are printed by now.
process.exit(statusOf(figures));

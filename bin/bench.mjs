// `npm run bench -- <name> [--json FILE] [--only PART]`: brings runtime, packages and build, runs bench/<name>.bench.ts and
// prints one line a figure: name | value unit | floor value unit | ratio | bound | ok or short. One that cannot be measured
// here is a line as well, name | left out: why |, and the status is then 2. `npm run bench` lists the names.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureNode, ensurePackages, root, run, runtimeEnv } from "./runtime.mjs";
import { ensureBuild } from "./start.mjs";

const known = readdirSync(join(root, "bench"))
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => file.replace(".bench.ts", ""))
  .sort();
const [name, ...rest] = process.argv.slice(2);
if (name === undefined || !known.includes(name)) {
  console.log(`Benchmarks: ${known.join(", ")}`);
  process.exit(name === undefined ? 0 : 1);
}
const node = ensureNode();
await ensurePackages(node);
if (existsSync(join(root, "src", "main.ts"))) await ensureBuild(node);
process.exit(await run(node, ["--import", "tsx", "bench/run.ts", name, ...rest], { env: runtimeEnv(node) }));

// `npm run fuzz [-- PART…] [--seed N] [--seconds N]`: brings runtime and packages, then gives each part of test/fuzz made
// inputs for so many seconds (60). Prints its seeds; an input that the product does not stand is printed with its own, and
// the status is then 1.
import { ensureNode, ensurePackages, run, runtimeEnv } from "./runtime.mjs";
import { ensureBuild } from "./start.mjs";

const node = ensureNode();
await ensurePackages(node);
await ensureBuild(node);
const args = ["--import", "tsx", "test/fuzz/run.ts", ...process.argv.slice(2)];
process.exit(await run(node, args, { env: runtimeEnv(node) }));

// `npm run dev`: the product as `npm start` runs it, built and started again after every save of a source.
import { ensureNode, ensurePackages, run, runtimeEnv } from "./runtime.mjs";
import { stopWithNpm } from "./start.mjs";

const node = ensureNode();
await ensurePackages(node);
stopWithNpm();
process.exit(await run(node, ["--import", "tsx", "bin/dev-loop.mjs"], { env: runtimeEnv(node) }));

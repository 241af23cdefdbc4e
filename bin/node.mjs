// `node bin/node.mjs <args>`: runs the project's own Node with the given arguments (for developers and scripts).
import { ensureNode, run, runtimeEnv } from "./runtime.mjs";

const node = ensureNode();
process.exit(await run(node, process.argv.slice(2), { env: runtimeEnv(node) }));

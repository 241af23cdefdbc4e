// `npm run check` (and bin/check): format, lint, types, the house's rules, licences and hashes of what ships. Fast enough to run before each commit.
import { ensureNode, ensurePackages, run, runtimeEnv } from "./runtime.mjs";

const node = ensureNode();
await ensurePackages(node);
const env = runtimeEnv(node);
/** @type {[command: string, args: string[]][]} */
const steps = [
  ["biome", ["check", "--error-on-warnings"]],
  ["tsc", []],
  ["tsc", ["-p", "bin"]],
  [
    node,
    [
      "--import",
      "tsx",
      "--test",
      "--test-reporter=dot",
      "test/house-rules.test.ts",
      "test/house-pages.test.ts",
      "test/supply.test.ts",
    ],
  ],
];
for (const [command, args] of steps) {
  const code = await run(command, args, { env });
  if (code !== 0) process.exit(code);
}

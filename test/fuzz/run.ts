import { parseArgs } from "node:util";
import { anySeed, fuzz } from "./fuzz-part.ts";
import { fuzzParts } from "./fuzz-parts.ts";

const options = { seed: { type: "string" }, seconds: { type: "string" }, inputs: { type: "string" } } as const;
const { positionals, values } = parseArgs({ allowPositionals: true, options });
const chosen = fuzzParts.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (chosen.length === 0) {
  console.log(`Parts: ${fuzzParts.map(({ name }) => name).join(", ")}`);
  process.exit(1);
}
let wrong = 0;
for (const part of chosen) {
  const seed = Number(values.seed ?? anySeed());
  console.log(
    `${part.name}: from seed ${seed} (npm run fuzz -- ${part.name} --seed ${seed} makes the same inputs again)`,
  );
  const end = await fuzz(part, seed, {
    seconds: Number(values.seconds ?? 60),
    ...(values.inputs !== undefined && { inputs: Number(values.inputs) }),
  });
  for (const one of end.wrong) console.log(`  seed ${one.seed}: ${one.words}`);
  console.log(`${part.name}: ${end.inputs} inputs, ${end.wrong.length} not stood`);
  wrong += end.wrong.length;
}
process.exit(wrong > 0 ? 1 : 0);

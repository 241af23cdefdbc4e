import { type Figure, weigh } from "./measure.ts";

/** A choice of [0, 1) after another, the same for the same seed (mulberry32). */
export type Dice = { roll(): number; upTo(most: number): number; one<T>(of: readonly T[]): T };

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (most: number) => Math.floor(roll() * most);
  return { roll, upTo, one: (of) => of[upTo(of.length)]! };
}

/**
 * A thousand made inputs, each of its own seed; the first is printed and may be given by CASES_SEED. `judge` says what is
 * wrong with one, or undefined; the first five wrong ones are printed with their seed.
 */
export async function judgeMade(
  name: string,
  judge: (dice: Dice) => string | undefined | Promise<string | undefined>,
  count = 1000,
): Promise<Figure> {
  const first = Number(process.env["CASES_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`${name}: seeds ${first} to ${first + count - 1} (CASES_SEED=${first} makes them again)`);
  let right = 0;
  for (let seed = first; seed < first + count; seed++) {
    const wrong = await judge(diceOf(seed));
    if (wrong === undefined) right++;
    else if (seed - first - right < 5) console.log(`  seed ${seed}: ${wrong}`);
  }
  return weigh(name, "inputs", right, count, { atLeast: 1 });
}

import { type Dice, diceOf } from "../../bench/made-cases.ts";

/** What one kind of input is given to. */
export type Target = {
  /** Makes one input of the dice, gives it to the product and says what is wrong with its answer; undefined: nothing. */
  once(dice: Dice): Promise<string | undefined>;
  close(): Promise<void>;
};

/** One kind of input; a new kind is one more file and one more line in `fuzzParts`. */
export type FuzzPart = { name: string; open(): Promise<Target> };

export type FuzzEnd = { inputs: number; wrong: { seed: number; words: string }[] };

/** Any seed not said; each input has its own, counted from the first. */
export const anySeed = (): number => Math.floor(Math.random() * 2 ** 31);

const mostWrong = 5;

/** Until so many inputs were given, or the time is over, or five were not stood. */
export async function fuzz(
  part: FuzzPart,
  first: number,
  most: { inputs?: number; seconds: number },
): Promise<FuzzEnd> {
  const target = await part.open();
  const end: FuzzEnd = { inputs: 0, wrong: [] };
  const until = performance.now() + most.seconds * 1000;
  try {
    for (
      let seed = first;
      performance.now() < until && end.inputs < (most.inputs ?? Number.POSITIVE_INFINITY);
      seed++
    ) {
      const words = await target.once(diceOf(seed));
      end.inputs++;
      if (words !== undefined) end.wrong.push({ seed, words });
      if (end.wrong.length >= mostWrong) break;
    }
  } finally {
    await target.close();
  }
  return end;
}

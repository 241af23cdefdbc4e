import { z } from "zod";

/** Longer than any link of ours: the way back after a sign-in is an address with its own query. */
const text = z.string().max(2_000);
const name = z.string().min(1).max(60);

const pair = z.tuple([name, text]);
const mostPairs = 50;

/**
 * What every route reads behind the "?", by the door's own hand: one text for a name, never a list or an object. A name
 * that comes twice counts as it came last; what is longer than any link of ours is not there. Routes of programs ask more
 * of it by a schema of their own.
 */
export function readQuery(query: string): Record<string, string> {
  // Without a prototype: "__proto__" is a name as any other.
  const found: Record<string, string> = Object.create(null);
  for (const one of [...new URLSearchParams(query)].slice(0, mostPairs)) {
    const { data } = pair.safeParse(one);
    if (data) found[data[0]] = data[1];
  }
  return found;
}

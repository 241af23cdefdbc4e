/** Finds order numbers in what people write. Pure: whether a number exists is the caller's to look up. */

/** Where a number may stand; the first place that holds a real one decides (integrations §1, pitfall 9). */
export type MentionPlaces = { subject: string; body: string; fileNames: readonly string[] };

/** Order numbers of one place, each mention with its possible readings, longest first. */
type Mentions = string[][];

export type Mentioned = { kind: "one"; number: string } | { kind: "ambiguous"; numbers: string[] } | { kind: "none" };

const mostReadings = 200;

/** NFKD without marks, without zero-width and soft characters, upper case, one blank for any blank (full-width and NBSP too). */
export function plainText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .toUpperCase();
}

/**
 * Our own numbers: "CERTI" and digits, however they are split ("CERTI 1234-56", "certi nº 123456").
 * Digits that follow may belong to something else ("CERTI123456 17/11"), so every cut between groups is a reading.
 */
function ownNumbers(text: string): Mentions {
  return [...text.matchAll(/CERTI[\s#:.,_NOº°\-–]{0,5}(\d+(?:[ ._\-–]\d+){0,5})/g)].map((match) => {
    const groups = match[1]!.split(/\D/);
    const readings = groups.map((_, at) => `CERTI${groups.slice(0, at + 1).join("")}`);
    return readings.reverse().filter((number) => number.length >= 9 && number.length <= 24);
  });
}

/** Partners' numbers start with 17; so do telephones, dates and CNPJs, hence the look-up and no neighbour that makes it part of one. */
function partnerNumbers(text: string): Mentions {
  return [...text.matchAll(/(?<![\dA-Z./()-]|\d )17\d{4,16}(?![./-]*\d|[A-Z])/g)].map((match) => [match[0]]);
}

function mentionsIn(text: string): Mentions {
  const plain = plainText(text);
  return [...ownNumbers(plain), ...partnerNumbers(plain)].filter((readings) => readings.length > 0);
}

/** "17004512_rg.pdf": in file names an underscore or a letter is no neighbour. */
function mentionsInFileName(name: string): Mentions {
  return mentionsIn(name.replace(/\.[A-Za-z0-9]{1,5}$/, "").replace(/[_+()]/g, " "));
}

function places({ subject, body, fileNames }: MentionPlaces): Mentions[] {
  return [mentionsIn(subject), mentionsIn(body), fileNames.flatMap(mentionsInFileName)];
}

/** Every number worth looking up, at most 200 of them. */
export function possibleNumbers(where: MentionPlaces): string[] {
  return [...new Set(places(where).flat(2))].slice(0, mostReadings);
}

/** Decides with the numbers that exist: subject before body before file names; two real ones in one place are for a person. */
export function mentionedOrder(where: MentionPlaces, existing: ReadonlySet<string>): Mentioned {
  for (const mentions of places(where)) {
    const real = mentions.flatMap((readings) => readings.find((number) => existing.has(number)) ?? []);
    const numbers = [...new Set(real)];
    if (numbers.length === 1) return { kind: "one", number: numbers[0]! };
    if (numbers.length > 1) return { kind: "ambiguous", numbers };
  }
  return { kind: "none" };
}

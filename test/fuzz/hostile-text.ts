import type { Dice } from "../../bench/made-cases.ts";

const signs = [
  ...["\0", "\u0001", "\u001b[31m", "\u0085", "\u202e", "\u2066", "\u200b", "\ufeff", "\ufffd", "\ufffe", "\u2028"],
  ...["\ud800", "\udc00", "\u{1f600}", "\u{e0041}", "e\u0301".repeat(40), "\r\n", "\t", "%00", "%", "%zz", "&#0;"],
  ...["'", '"', "--", ";", "\\", "<script>", "{{", "${", "../", "..\\", "|", "$1", "*", "?", "=", "&", "+"],
];
const wholes = [
  ...["", " ", "0", "-1", "1e309", "NaN", "null", "undefined", "true", "[object Object]", "__proto__", "constructor"],
  ...["2026-02-30", "2026-11-29", "9999-12-31", "0000-00-00", "2026-11-29T25:61", "-271821-04-20", "24:00", "99:99"],
  ...["00000000-0000-0000-0000-000000000000", "529.982.247-25", "52998224725", "CERTI0000000000", "sim", "R$ 1,00"],
  ...[
    "//evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "a@b",
    "maria@exemplo.com.br",
  ],
  ...["999999999999999999999", "٣", "１２", "ÿ", "ﬁ", "İ", "ß"],
];

/** Text as nobody types it, or as everybody does; `known` are values that mean something here. */
export function hostileText(dice: Dice, known: readonly string[]): string {
  const base = dice.roll() < 0.5 && known.length > 0 ? dice.one(known) : dice.one(wholes);
  const kind = dice.roll();
  if (kind < 0.35) return base;
  if (kind < 0.7) {
    const at = dice.upTo(base.length + 1);
    return base.slice(0, at) + dice.one(signs) + base.slice(at);
  }
  if (kind < 0.9) return Array.from({ length: 1 + dice.upTo(6) }, () => dice.one(signs)).join("");
  return dice.one([...signs, "a", "ã"]).repeat(dice.one([300, 5_000, 40_000]));
}

/** A value of JSON, in which a text stands where a number is wanted and the other way round. */
export function hostileJson(dice: Dice, known: readonly string[], depth = 0): unknown {
  const kind = dice.roll();
  if (depth > 3 || kind < 0.6) return hostileText(dice, known);
  if (kind < 0.75) return dice.one([null, true, 0, -1, 1.5, 1e308, 2 ** 53, [], {}]);
  if (kind < 0.85) return Array.from({ length: dice.upTo(4) }, () => hostileJson(dice, known, depth + 1));
  const names = Array.from({ length: dice.upTo(4) }, () => hostileText(dice, known).slice(0, 40));
  return Object.fromEntries(names.map((name) => [name, hostileJson(dice, known, depth + 1)]));
}

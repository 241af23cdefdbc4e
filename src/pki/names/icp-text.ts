import { PkiError } from "../der/pki-error.ts";

/** What a name may hold: letters and figures without marks, and Table 7 (DOC-ICP-04 item 7.1.5.2). */
const admitted = /^[A-Z0-9 !"#$%&'()*+,\-./:;=?@\\]*$/;

/** Written, but seen by nobody: joiners, soft hyphens, byte order marks, directions, variants of a sign. */
export const invisible = /[\p{Cf}\p{Variation_Selector}\u115f\u1160\u3164\uffa0]/gu;
const accents = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]/g;

/**
 * Letters and signs that Unicode does not take apart, as a Brazilian keyboard would write them. Every other one of the
 * Latin alphabet is a plain letter with marks, and comes apart by NFKD (º ª ﬁ Ｍ too).
 */
const plain = new Map<string, string>();
for (const [to, from] of [
  ["'", "'´`’‘‚‛ʼʻʽʹʾʿˈˊˋ′‵＇՚ꞌꞋ"],
  ["-", "-‐‑‒–—―−⁃˗﹘﹣－⸺⸻⹀"],
  ['"', "“”„‟«»″"],
  ["/", "⁄∕"],
  [".", "·‧∙ꞏ"],
  ["A", "ɑⱭ"],
  ["AE", "æÆ"],
  ["B", "ɓƁƀɃƃƂ"],
  ["C", "ƈƇȼȻ"],
  ["D", "đĐðÐɖƉɗƊƌƋ"],
  ["E", "əƏɛƐɇɆǝƎ"],
  ["F", "ƒƑ"],
  ["G", "ǥǤɠƓɣƔ"],
  ["H", "ħĦⱨⱧɦꞪ"],
  ["I", "ıɨƗɩƖ"],
  ["J", "ɉɈȷ"],
  ["K", "ĸƙƘⱪⱩ"],
  ["L", "łŁƚȽⱡⱠɫⱢ"],
  ["M", "ɱⱮ"],
  ["N", "ŋŊɲƝƞȠ"],
  ["O", "øØɔƆɵƟ°"],
  ["OE", "œŒ"],
  ["OU", "ȣȢ"],
  ["P", "ƥƤᵽⱣ"],
  ["Q", "ɋɊ"],
  ["R", "ɍɌɽⱤ"],
  ["S", "ȿⱾ"],
  ["SS", "ßẞ"],
  ["T", "ŧŦƭƬʈƮȾⱦ"],
  ["TH", "þÞ"],
  ["U", "ʉɄʊƱ"],
  ["V", "ʋƲ"],
  ["X", "×"],
  ["Y", "ƴƳɏɎ"],
  ["Z", "ƶƵȥȤⱬⱫʒƷ"],
] as const)
  for (const sign of from) plain.set(sign, to);

const letters = new Intl.Segmenter("pt-BR", { granularity: "grapheme" });
const onlySign = (sign: string): string => plain.get(sign) ?? sign.toUpperCase();
/** ´ alone comes apart into a blank and a mark, so the table is asked before and after. */
const inPlain = (letter: string): string =>
  [...letter]
    .map((sign) => plain.get(sign) ?? [...sign.normalize("NFKD").replace(accents, "")].map(onlySign).join(""))
    .join("");

/**
 * `words` as a certificate writes them: upper case, no accents, one blank between words. `left`: the letters and signs,
 * as typed and each once, that no name of a certificate may hold (another alphabet, an emoji); they are not in `text`.
 */
export function inPlainLetters(words: string): { text: string; left: string[] } {
  let text = "";
  const left = new Set<string>();
  for (const { segment } of letters.segment(words.replace(/\s+/g, " "))) {
    const written = inPlain(segment.replace(invisible, ""));
    if (admitted.test(written)) text += written;
    else left.add(segment);
  }
  return { text: text.replace(/ +/g, " ").trim(), left: [...left] };
}

/** The same, for a field of a certificate: refuses what cannot be written, so that no letter is ever dropped. */
export function plainUpper(words: string): string {
  const { text, left } = inPlainLetters(words);
  if (left.length > 0) throw new PkiError("name-not-writable", left.join(" "));
  return text;
}

/** A name that must be there: a certificate without one is nobody's. */
export function plainName(name: string): string {
  const text = plainUpper(name);
  if (!/[A-Z0-9]/.test(text)) throw new PkiError("name-not-writable", "no letter is left of the name");
  return text;
}

/** Fixed field: [0-9A-Z], zeros on the left, all zeros when absent (DOC-ICP-04 item 7.1.2.4 b). */
export function fixedField(value: string | undefined, width: number): string {
  const bare = (value ?? "").toUpperCase().replace(/[^0-9A-Z]/g, "");
  if (bare.length > width) throw new PkiError("profile", `field longer than its ${width} positions`);
  return bare.padStart(width, "0");
}

/**
 * "NAME:CPF" or "COMPANY:CNPJ"; the upper bound of 64 (RFC 5280 ub-common-name) cuts the name, never the number.
 * Refuses (name-not-writable) a name that a certificate cannot hold.
 */
export function holderCommonName(name: string, taxpayerId: string): string {
  return `${plainName(name)
    .slice(0, 63 - taxpayerId.length)
    .trimEnd()}:${taxpayerId}`;
}

/** Where most people of the country have their mail; what is nearly one of them is asked about. */
const usual = [
  ..."gmail.com hotmail.com outlook.com live.com msn.com yahoo.com yahoo.com.br icloud.com me.com uol.com.br".split(
    " ",
  ),
  ..."bol.com.br terra.com.br ig.com.br globo.com globomail.com r7.com oi.com.br protonmail.com proton.me".split(" "),
  ..."hotmail.com.br outlook.com.br live.com.br zipmail.com.br".split(" "),
];
/** Real ones that look like a slip of another. */
const real = new Set([
  ...usual,
  ..."ymail.com mail.com email.com gmx.com gmx.net aol.com rocketmail.com googlemail.com pm.me mac.com".split(" "),
  ..."hotmail.fr hotmail.it hotmail.es outlook.pt outlook.fr outlook.es live.pt live.fr uai.com.br".split(" "),
]);

const endings: [RegExp, string][] = [
  [/\.(?:con|cmo|ocm|vom|xom|cim|coom|comm|cpm|c0m)(?=\.br$|$)/, ".com"],
  [/\.com\.(?:b|r|rb|bt|nr|be|bra|brr|brasil)$/, ".com.br"],
  [/\.?combr$|\.com,br$/, ".com.br"],
];

/** Slips between two words: a letter more, less, other, or two swapped (Damerau-Levenshtein, optimal string alignment). */
function slips(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i ? (j ? 0 : i) : j)),
  );
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const other = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + other);
      rows[i]![j] = swapped ? Math.min(least, at(i - 2, j - 2) + 1) : least;
    }
  return at(a.length, b.length);
}

/** How far a domain is from a usual one; infinite where it may well be another: short names differ by little. */
function distance(domain: string, name: string): number {
  const [one, other] = [domain, name].map((text) => [text.slice(0, text.indexOf(".")), text.slice(text.indexOf("."))]);
  const [label = "", ending = ""] = one ?? [];
  const [known = "", knownEnding = ""] = other ?? [];
  const [ofLabel, ofEnding] = [slips(label, known), slips(ending, knownEnding)];
  const most = known.length >= 6 ? 2 : known.length >= 4 ? 1 : 0;
  return ofLabel <= most && ofEnding <= 1 ? ofLabel + ofEnding : Number.POSITIVE_INFINITY;
}

/** What a lower-case address was likely meant to be: "maria@gmial.com" -> "maria@gmail.com". Undefined: nothing strange about it. */
export function likelyEmail(email: string): string | undefined {
  const at = email.lastIndexOf("@");
  const [mailbox, domain] = [email.slice(0, at), email.slice(at + 1)];
  if (at < 1 || real.has(domain) || /^yahoo\.(?!com$)(co\.|com\.)?[a-z]{2}$/.test(domain)) return undefined;
  if (domain === "gmail.com.br" || domain === "gmail") return `${mailbox}@gmail.com`;
  const ended = endings.reduce((text, [wrong, right]) => text.replace(wrong, right), domain);
  if (real.has(ended)) return `${mailbox}@${ended}`;
  const [nearest] = usual
    .map((name) => ({ name, away: distance(ended, name) }))
    .filter(({ away }) => away < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.away - b.away);
  if (nearest) return `${mailbox}@${nearest.name}`;
  return ended === domain ? undefined : `${mailbox}@${ended}`;
}

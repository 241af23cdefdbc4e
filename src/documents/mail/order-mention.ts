import { parseOrderNumber } from "../../orders/order-number.ts";

/** Finds order numbers in what people write. Pure: whether a number exists is the caller's to look up. */

/** Where a number may stand; the first place that holds a real one decides. */
type MentionPlaces = { subject: string; body: string; fileNames: readonly string[] };

/** One mention with its possible readings, longest first. */
type Mention = string[];

type Mentioned = { kind: "one"; number: string } | { kind: "ambiguous"; numbers: string[] } | { kind: "none" };

const mostReadings = 200;

/** NFKD without marks, without characters that nobody sees, upper case, one blank for any blank (full-width and NBSP too). */
export function plainText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]/g, "")
    .replace(/[\s\u2800]+/g, " ")
    .trim()
    .toUpperCase();
}

type Token = { text: string; kind: "letters" | "digits" | "between" };

function tokensOf(plain: string): Token[] {
  return Array.from(plain.matchAll(/[A-Z]+|\d+|[^A-Z\d]+/g), ([text]) => {
    const first = text.charCodeAt(0);
    if (first >= 48 && first <= 57) return { text, kind: "digits" as const };
    return { text, kind: first >= 65 && first <= 90 ? ("letters" as const) : ("between" as const) };
  });
}

/** "CERTI", and what people make of it: "Certificado", "CERT", "documentosCERTI". */
const ownLead = /CERT(I|IF|IFICADOS?)?$/;
/** Words that announce some order's number without our prefix. */
const anyLead = /^(PEDIDOS?|ORDEM|PROTOCOLO|SOLICITACAO|COMPRA)$/;
/** What may stand between the announcing word and the number: "CERTI - Nº", "pedido de certificado digital no." */
const fillers = new Set(
  "N NO NR NRO NUM NUMERO NUMEROS NUMBER O OS A DE DO DA ID COD CODIGO PEDIDO ORDEM DIGITAL CERTIFICADO".split(" "),
);
const mostFillers = 5;
const widestGap = 14;
const mostGroups = 6;
/** Our shortest number has nine digits; people leave leading zeros out, and the smallest sequence is 1000. */
const ownDigits = 9;

/** Any hyphen, dash, blank, point, slash or line mark of a quotation joins the groups of one number. */
const joins = (token: Token | undefined) =>
  token?.kind === "between" && token.text.length <= 3 && /^[\s.,_/>\p{Pd}\u2212\u00b7\u2022]+$/u.test(token.text);

/** The groups of digits that stand together from token `at` on. */
function groupsFrom(tokens: readonly Token[], at: number): string[] {
  const groups = [tokens[at]!.text];
  for (let next = at + 1; groups.length < mostGroups; next += 2) {
    const group = tokens[next + 1];
    if (!joins(tokens[next]) || group?.kind !== "digits") break;
    groups.push(group.text);
  }
  return groups;
}

/** The first digits after a word that announces them; undefined where something else stands between. */
function announcedAt(tokens: readonly Token[], lead: number): number | undefined {
  for (let at = lead + 1, words = 0; at < tokens.length; at++) {
    const { text, kind } = tokens[at]!;
    if (kind === "digits") return at;
    if (kind === "between" ? text.length > widestGap : !fillers.has(text) || ++words > mostFillers) return undefined;
  }
  return undefined;
}

/** Digits that follow may belong to something else ("CERTI123456 17/11"), so every cut between groups is a reading. */
function cutsOf(groups: readonly string[]): string[] {
  return groups.map((_, at) => groups.slice(0, at + 1).join("")).reverse();
}

const isOurs = (digits: string) => parseOrderNumber(`CERTI${digits}`) !== undefined;
const isPartners = (digits: string) => /^17\d{4,16}$/.test(digits);
const padded = (digits: string) => digits.padStart(ownDigits, "0");

/** After our own prefix the number counts if it exists; with its leading zeros left out, if its check digit is right too. */
function ownReadings(groups: readonly string[]): Mention {
  return cutsOf(groups).flatMap((digits) => {
    if (digits.length < 4 || digits.length > 19) return [];
    const short = digits.length >= 5 && digits.length < ownDigits && isOurs(padded(digits));
    return [`CERTI${digits}`, ...(short ? [`CERTI${padded(digits)}`] : []), ...(isPartners(digits) ? [digits] : [])];
  });
}

/** A date or a CNPJ that follows "pedido de" is no order number. */
const isOtherKind = (written: string) => /^(\d{2}[./-]\d{2}[./-]\d{2,4}(?!\d)|\d{2}\.\d{3}\.\d{3}[/-])/.test(written);

/** After "pedido" and its like: ours by the check digit, a partner's by its beginning. */
function announcedReadings(groups: readonly string[], written: string): Mention {
  if (isOtherKind(written)) return [];
  return cutsOf(groups).flatMap((digits) => {
    const ours = digits.length >= 5 && digits.length <= 15 && isOurs(padded(digits));
    return [...(ours ? [`CERTI${padded(digits)}`] : []), ...(isPartners(digits) ? [digits] : [])];
  });
}

/** Digits alone: nine or more with the right check digit, standing free of letters and of longer chains (CNPJ, telephone). */
function bareReadings(tokens: readonly Token[], at: number): Mention {
  const before = tokens[at - 1];
  // "nº123" and "№123" are one word once their marks are undone.
  if (before?.kind === "letters" && !/^N(O|R|RO|UM|UMERO)?$/.test(before.text)) return [];
  if (/[./\p{Pd}]$/u.test(before?.text ?? "") && tokens[at - 2]?.kind === "digits") return [];
  const groups = groupsFrom(tokens, at);
  if (groups.join("").length < ownDigits) return [];
  return groups
    .flatMap((_, last) => {
      const digits = groups.slice(0, last + 1).join("");
      const after = at + last * 2 + 1;
      const goesOn = tokens[after + 1]?.kind === "digits" && /^[./\p{Pd}]/u.test(tokens[after]?.text ?? "");
      const free = !goesOn && tokens[after]?.kind !== "letters";
      return free && digits.length >= ownDigits && digits.length <= 15 && isOurs(digits) ? [`CERTI${digits}`] : [];
    })
    .reverse();
}

/** Partners' numbers start with 17; so do telephones, dates and CNPJs, hence the look-up and no neighbour that makes it part of one. */
function* partnerMentions(plain: string): Generator<Mention> {
  for (const [number] of plain.matchAll(/(?<![\dA-Z./()-]|\d )17\d{4,16}(?![./-]*\d|[A-Z])/g)) yield [number];
}

/** Behind our own prefix, or a partner's number standing free: certain before what is only likely. */
function* certainMentions(plain: string, tokens: readonly Token[]): Generator<Mention> {
  for (const [at, { text, kind }] of tokens.entries()) {
    if (kind !== "letters" || !ownLead.test(text)) continue;
    const digits = announcedAt(tokens, at);
    if (digits !== undefined) yield ownReadings(groupsFrom(tokens, digits));
  }
  yield* partnerMentions(plain);
}

function* likelyMentions(tokens: readonly Token[]): Generator<Mention> {
  for (const [at, { text, kind }] of tokens.entries()) {
    if (kind === "digits") yield bareReadings(tokens, at);
    if (kind !== "letters" || !anyLead.test(text)) continue;
    const digits = announcedAt(tokens, at);
    if (digits === undefined) continue;
    const written = tokens.slice(digits, digits + 2 * mostGroups).map((token) => token.text);
    yield announcedReadings(groupsFrom(tokens, digits), written.join(""));
  }
}

/** "17004512_rg.pdf": in file names an underscore or a letter is no neighbour. */
function fileWords(name: string): string {
  return name.replace(/\.[A-Za-z0-9]{1,5}$/, "").replace(/[_+()]/g, " ");
}

/** Places in the order in which they are believed, each with its mentions as they are found. */
function* places({ subject, body, fileNames }: MentionPlaces): Generator<Generator<Mention>> {
  for (const text of [subject, body, fileNames.map(fileWords).join(" | ")]) {
    const plain = plainText(text);
    const tokens = tokensOf(plain);
    yield certainMentions(plain, tokens);
    yield likelyMentions(tokens);
  }
}

/** Every number worth looking up, at most 200 of them; nothing is read on once they are found. */
export function possibleNumbers(where: MentionPlaces): string[] {
  const numbers = new Set<string>();
  for (const mentions of places(where))
    for (const readings of mentions)
      for (const number of readings) if (numbers.add(number).size >= mostReadings) return [...numbers];
  return [...numbers];
}

/** Decides with the numbers that exist: subject before body before file names; two real ones in one place are for a person. */
export function mentionedOrder(where: MentionPlaces, existing: ReadonlySet<string>): Mentioned {
  if (existing.size === 0) return { kind: "none" };
  for (const mentions of places(where)) {
    const found = new Set<string>();
    for (const readings of mentions) {
      const number = readings.find((reading) => existing.has(reading));
      if (number !== undefined) found.add(number);
    }
    const numbers = [...found];
    if (numbers.length === 1) return { kind: "one", number: numbers[0]! };
    if (numbers.length > 1) return { kind: "ambiguous", numbers };
  }
  return { kind: "none" };
}

import { PkiError } from "./pki-error.ts";

/** Deeper than any request or certificate stands; what nests further is meant to exhaust a reader. */
const deepest = 16;
const constructedOnly = new Set([0x10, 0x11]);

/**
 * Refuses what is not the one encoding that X.690 §10-11 leaves of a value: "malformed" where it is no BER either (cut
 * short, more after the end), "not-der" where another encoding says the same. Two encodings of one value have two hashes, and
 * other software refuses the second.
 */
export function checkDer(bytes: Uint8Array): void {
  if (checkElement(bytes, 0, bytes.length, 0) !== bytes.length) throw new PkiError("malformed", "more after the end");
}

const refuse = (why: string): never => {
  throw new PkiError("not-der", why);
};

/** Checks the element at `at`; gives where it ends. */
function checkElement(bytes: Uint8Array, at: number, limit: number, depth: number): number {
  if (depth > deepest) throw new PkiError("malformed", "nested too deep");
  if (at + 2 > limit) throw new PkiError("malformed", "element cut short");
  const tag = bytes[at]!;
  if ((tag & 0x1f) === 0x1f) refuse("long tag");
  const { start, length } = readLength(bytes, at + 1, limit);
  const end = start + length;
  if (end > limit) throw new PkiError("malformed", "element cut short");
  const constructed = (tag & 0x20) !== 0;
  if (tag < 0x40 && constructed !== constructedOnly.has(tag & 0x1f)) refuse("a form its type does not have");
  if (constructed) checkParts(bytes, start, end, depth, tag === 0x31);
  else if (tag < 0x40) checkPrimitive(tag, bytes.subarray(start, end));
  return end;
}

function readLength(bytes: Uint8Array, at: number, limit: number): { start: number; length: number } {
  const first = bytes[at]!;
  if (first < 0x80) return { start: at + 1, length: first };
  const figures = first & 0x7f;
  if (figures === 0) refuse("indefinite length");
  if (figures > 4) throw new PkiError("malformed", "length beyond any request");
  const start = at + 1 + figures;
  if (start > limit) throw new PkiError("malformed", "element cut short");
  let length = 0;
  for (let next = at + 1; next < start; next++) length = length * 256 + bytes[next]!;
  if (length < 0x80 || bytes[at + 1] === 0) refuse("length longer than needed");
  return { start, length };
}

function checkParts(bytes: Uint8Array, start: number, end: number, depth: number, isSet: boolean): void {
  let before: Uint8Array | undefined;
  for (let at = start; at < end; ) {
    const next = checkElement(bytes, at, end, depth + 1);
    const part = bytes.subarray(at, next);
    if (isSet && before && Buffer.compare(before, part) > 0) refuse("SET out of order");
    before = part;
    at = next;
  }
}

function checkPrimitive(tag: number, content: Uint8Array): void {
  const [first = 0, second = 0] = content;
  if (tag === 0x01 && !(content.length === 1 && (first === 0 || first === 0xff))) refuse("BOOLEAN");
  if (tag === 0x02 || tag === 0x0a) {
    if (content.length === 0) refuse("INTEGER without figures");
    if (content.length > 1 && (first === 0 ? second < 0x80 : first === 0xff && second > 0x7f))
      refuse("INTEGER longer than needed");
  }
  if (tag === 0x03) {
    if (first > 7 || content.length === 0 || (content.length === 1 && first > 0)) refuse("BIT STRING");
    if (content.length > 1 && (content.at(-1)! & ((1 << first) - 1)) !== 0) refuse("BIT STRING with stray bits");
  }
  if (tag === 0x05 && content.length > 0) refuse("NULL with content");
  if (tag === 0x06) checkOid(content);
}

/** Each arc in as few octets as it needs (X.690 §8.19.2). */
function checkOid(content: Uint8Array): void {
  if (content.length === 0 || content.at(-1)! > 0x7f) refuse("OBJECT IDENTIFIER cut short");
  let arcBegins = true;
  for (const octet of content) {
    if (arcBegins && octet === 0x80) refuse("OBJECT IDENTIFIER longer than needed");
    arcBegins = octet < 0x80;
  }
}

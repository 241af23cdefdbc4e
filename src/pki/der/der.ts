/**
 * DER writer (X.690 §10-11), shared by the server and the key ceremony in the browser: it names no runtime.
 * Reading rich structures is the work of @peculiar/asn1-*; here is only what byte-exact slices need.
 */
export type Bytes = Uint8Array<ArrayBuffer>;

export function join(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function tlv(tag: number, ...parts: Uint8Array[]): Bytes {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const figures: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) figures.unshift(rest % 256);
  return join(Uint8Array.from(length < 128 ? [tag, length] : [tag, 0x80 | figures.length, ...figures]), ...parts);
}

export const sequence = (...parts: Uint8Array[]): Bytes => tlv(0x30, ...parts);
/** SET and SET OF: elements in ascending order of their encodings (X.690 §11.6). */
export const set = (...parts: Uint8Array[]): Bytes => tlv(0x31, ...sorted(parts));
export const octetString = (content: Uint8Array): Bytes => tlv(0x04, content);
export const bitString = (content: Uint8Array, unused = 0): Bytes => tlv(0x03, Uint8Array.of(unused), content);
export const nothing = (): Bytes => tlv(0x05);
export const boolean = (value: boolean): Bytes => tlv(0x01, Uint8Array.of(value ? 0xff : 0));
export const enumerated = (value: number): Bytes => tlv(0x0a, Uint8Array.of(value));
export const text = (value: string): Bytes => new TextEncoder().encode(value);
export const isAscii = (value: string): boolean => /^[\x20-\x7e]*$/.test(value);
/** For every string type that is ASCII (X.680 §41): RangeError on anything else, which no reader would read. */
export function ascii(value: string): Bytes {
  if (!isAscii(value)) throw new RangeError("DER: only ASCII goes into this string");
  return text(value);
}
export const utf8String = (value: string): Bytes => tlv(0x0c, text(value));
export const printableString = (value: string): Bytes => tlv(0x13, ascii(value));
export const ia5String = (value: string): Bytes => tlv(0x16, ascii(value));
/** [n] constructed: EXPLICIT tags and IMPLICIT ones over a SEQUENCE or SET. */
export const tagged = (n: number, ...parts: Uint8Array[]): Bytes => tlv(0xa0 | n, ...parts);
/** [n] IMPLICIT over a primitive type. */
export const taggedPrimitive = (n: number, content: Uint8Array): Bytes => tlv(0x80 | n, content);

export function sorted(parts: Uint8Array[]): Uint8Array[] {
  return [...parts].sort((a, b) => {
    for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
    return a.length - b.length;
  });
}

/** Non-negative INTEGER from a number or from big-endian magnitude bytes. */
export function integer(value: number | Uint8Array): Bytes {
  let bytes: number[] = [];
  if (typeof value === "number") {
    for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  } else bytes = [...value];
  while (bytes.length > 1 && bytes[0] === 0) bytes.shift();
  if (bytes.length === 0 || bytes[0]! > 0x7f) bytes.unshift(0);
  return tlv(0x02, Uint8Array.from(bytes));
}

export function oid(dotted: string): Bytes {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const figures = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) figures.unshift(128 + (left % 128));
    bytes.push(...figures);
  }
  return tlv(0x06, Uint8Array.from(bytes));
}

const figuresOf = (at: Date): string =>
  at
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replace(/[-:T]/g, "");

export const generalizedTime = (at: Date): Bytes => tlv(0x18, text(figuresOf(at)));
/** UTCTime until 2049, GeneralizedTime after (RFC 5280 §4.1.2.5). */
export const time = (at: Date): Bytes =>
  at.getUTCFullYear() < 2050 ? tlv(0x17, text(figuresOf(at).slice(2))) : generalizedTime(at);

export type Element = { tag: number; content: Bytes; whole: Bytes };

/** The elements that stand one after another in `bytes`. Definite lengths only; RangeError on anything cut short. */
export function elements(bytes: Uint8Array): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at]!;
    let length = bytes[at + 1] ?? 0x80;
    let start = at + 2;
    if (length > 0x7f) {
      const figures = length & 0x7f;
      if (figures === 0 || figures > 4) throw new RangeError("DER: length form not allowed");
      length = 0;
      for (const end = start + figures; start < end; start++) length = length * 256 + (bytes[start] ?? 0);
    }
    const end = start + length;
    if (end > bytes.length) throw new RangeError("DER: element cut short");
    found.push({ tag, content: bytes.slice(start, end), whole: bytes.slice(at, end) });
    at = end;
  }
  return found;
}

/** The content of the single element that fills `bytes`. */
export function inside(bytes: Uint8Array): Element[] {
  const [only, ...more] = elements(bytes);
  if (!only || more.length > 0) throw new RangeError("DER: exactly one element expected");
  return elements(only.content);
}

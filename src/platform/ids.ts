import { createHash, randomBytes, randomInt } from "node:crypto";

/** How far the last few milliseconds have counted: the clock of a use case and the machine's may take turns. */
const counters = new Map<number, number>();
const mostCounters = 256;

/**
 * UUID version 7 (RFC 9562 §5.7): sorts by creation, so primary keys stay local in the index. Within one millisecond
 * of one process the 12 bits after the time count up (§6.2 method 1).
 */
export function newId(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  const known = counters.get(now);
  const counter = known === undefined ? bytes.readUInt16BE(6) & 0x7ff : known + 1;
  counters.delete(now); // so that what is asked most goes last
  counters.set(now, counter);
  if (counters.size > mostCounters) counters.delete(counters.keys().next().value!);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt16BE(0x7000 | (counter & 0xfff), 6);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** 256 random bits, base64url: tokens of cookies, one-time links. Only their hash is stored. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Decimal one-time code of `digits` figures, uniformly drawn. */
export function newCode(digits = 6): string {
  return String(randomInt(0, 10 ** digits)).padStart(digits, "0");
}

export function sha256Hex(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** Whether a text from outside may be an id at all: the database refuses other shapes with an error, not with "none". */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

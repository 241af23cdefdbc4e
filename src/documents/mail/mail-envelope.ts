/**
 * The envelopes of S/MIME (RFC 8551 §3), as a mail program made them: BER, often of indefinite lengths and in pieces.
 * What is inside is sliced out; the signature is not judged, for a mail's papers count by what they show.
 */
type OpenedEnvelope =
  | { kind: "signed"; content: Uint8Array }
  /** A signature or certificates, and nothing signed inside. */
  | { kind: "detached" }
  | { kind: "encrypted" }
  | { kind: "unread" };

/** Deeper than any envelope stands; what nests further is meant to exhaust a reader. */
const deepest = 24;

/** Contents of the object identifiers 1.2.840.113549.1.7.2, .3 and .6, and .9.16.1.23 (authenticated encryption). */
const signedData = "2a864886f70d010702";
const encrypted = ["2a864886f70d010703", "2a864886f70d010706", "2a864886f70d0109100117"];

type Piece = { tag: number; body: Uint8Array; next: number };

/** The element that begins at `at` (X.690 §8.1). RangeError on anything cut short or too deep. */
function pieceAt(bytes: Uint8Array, at: number, depth: number): Piece {
  const tag = bytes[at] ?? 0x1f;
  const first = bytes[at + 1] ?? 0xff;
  if (depth > deepest || (tag & 0x1f) === 0x1f) throw new RangeError("BER: too deep, or not of an envelope");
  if (first === 0x80) return unmeasured(bytes, tag, at + 2, depth);
  let start = at + 2;
  let length = first;
  if (first > 0x80) {
    const figures = first & 0x7f;
    if (figures > 6) throw new RangeError("BER: length form not allowed");
    length = 0;
    for (const end = start + figures; start < end; start++) length = length * 256 + (bytes[start] ?? 0);
  }
  const next = start + length;
  if (next > bytes.length) throw new RangeError("BER: element cut short");
  return { tag, body: bytes.subarray(start, next), next };
}

/** Of indefinite length: it goes on until two zeros stand where an element would begin (X.690 §8.1.5). */
function unmeasured(bytes: Uint8Array, tag: number, start: number, depth: number): Piece {
  if ((tag & 0x20) === 0) throw new RangeError("BER: a primitive of indefinite length");
  let at = start;
  while (bytes[at] !== 0 || bytes[at + 1] !== 0) at = pieceAt(bytes, at, depth + 1).next;
  return { tag, body: bytes.subarray(start, at), next: at + 2 };
}

function* piecesOf(body: Uint8Array, depth: number): Generator<Piece> {
  for (let at = 0; at < body.length; ) {
    const piece = pieceAt(body, at, depth);
    yield piece;
    at = piece.next;
  }
}

function firstOf(body: Uint8Array, count: number): (Piece | undefined)[] {
  const found: Piece[] = [];
  for (const piece of piecesOf(body, 0)) if (found.push(piece) === count) break;
  return found;
}

/** An OCTET STRING, whole or in pieces of pieces (X.690 §8.7). */
function octetsOf({ tag, body }: Piece, depth = 0): Uint8Array[] {
  if (tag === 0x04) return [body];
  if (tag !== 0x24 || depth > deepest) throw new RangeError("BER: an OCTET STRING expected");
  const all: Uint8Array[] = [];
  for (const piece of piecesOf(body, depth)) for (const part of octetsOf(piece, depth + 1)) all.push(part);
  return all;
}

export function openEnvelope(bytes: Uint8Array): OpenedEnvelope {
  try {
    const [type, wrapped] = firstOf(pieceAt(bytes, 0, 0).body, 2);
    const name = type?.tag === 0x06 ? Buffer.from(type.body).toString("hex") : "";
    if (encrypted.includes(name)) return { kind: "encrypted" };
    if (name !== signedData || wrapped?.tag !== 0xa0) return { kind: "unread" };
    const [, , encapsulated] = firstOf(pieceAt(wrapped.body, 0, 0).body, 3);
    if (encapsulated?.tag !== 0x30) return { kind: "unread" };
    const [, content] = firstOf(encapsulated.body, 2);
    if (!content) return { kind: "detached" };
    return { kind: "signed", content: Buffer.concat(octetsOf(pieceAt(content.body, 0, 0))) };
  } catch (error) {
    if (error instanceof RangeError) return { kind: "unread" };
    throw error;
  }
}

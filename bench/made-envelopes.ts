import { integer, octetString, oid, sequence, set, tagged } from "../src/pki/der/der.ts";

const signedData = "1.2.840.113549.1.7.2";
const data = "1.2.840.113549.1.7.1";

/** A mail inside a SignedData, of measured lengths (DER), or streamed in pieces as Outlook and others do (BER). */
export function sealedMail(mail: Buffer, isStreamed: boolean): Buffer {
  if (!isStreamed) {
    const inside = sequence(oid(data), tagged(0, octetString(mail)));
    return Buffer.from(sequence(oid(signedData), tagged(0, sequence(integer(1), set(), inside, set()))));
  }
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < mail.length; at += 1000) pieces.push(octetString(mail.subarray(at, at + 1000)));
  const open = (tag: number, ...parts: Uint8Array[]) =>
    Buffer.concat([Buffer.of(tag, 0x80), ...parts, Buffer.alloc(2)]);
  const inside = open(0x30, oid(data), open(0xa0, open(0x24, ...pieces)));
  return open(0x30, oid(signedData), open(0xa0, open(0x30, integer(1), set(), inside, set())));
}

export type PackedFile = { name: string; content: Buffer; isInline?: boolean };

/** A winmail.dat by [MS-OXTNEF] §2.1: its words, an RTF body, files, and mails that hold more. */
export function winmail(
  files: readonly PackedFile[],
  { subject = "Documentos", inside = [] as Buffer[] } = {},
): Buffer {
  return Buffer.concat([
    u32(0x223e9f78),
    u16(1),
    attribute(1, 0x00089006, u32(0x00010000)),
    attribute(1, 0x00069007, Buffer.concat([u32(1252), u32(0)])),
    attribute(1, 0x00018004, latin(subject)),
    attribute(1, 0x00069003, properties([[0x10090102, valued(Buffer.from("{\\rtf1 corpo}"))]])),
    ...files.flatMap(({ name, content, isInline = false }) => [
      attribute(2, 0x00069002, rendering(isInline)),
      attribute(2, 0x00018010, latin("ANEXO~1.PDF")),
      attribute(2, 0x0006800f, content),
      attribute(
        2,
        0x00069005,
        properties([
          [0x37050003, u32(1)],
          [0x3707001f, valued(Buffer.from(`${name}\0`, "utf16le"))],
        ]),
      ),
    ]),
    ...inside.flatMap((mail) => [
      attribute(2, 0x00069002, rendering(false)),
      attribute(
        2,
        0x00069005,
        properties([
          [0x37050003, u32(5)],
          [0x3701000d, valued(Buffer.concat([Buffer.from("0703020000000000c000000000000046", "hex"), mail]))],
        ]),
      ),
    ]),
  ]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const latin = (text: string) => Buffer.from(`${text}\0`, "latin1");

function attribute(level: number, id: number, content: Buffer): Buffer {
  const sum = content.reduce((all, byte) => (all + byte) % 65536, 0);
  return Buffer.concat([Buffer.of(level), u32(id), u32(content.length), content, u16(sum)]);
}

const valued = (content: Buffer) => Buffer.concat([u32(1), u32(content.length), padded(content)]);
const padded = (content: Buffer) => Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);

function properties(rows: [number, Buffer][]): Buffer {
  return Buffer.concat([u32(rows.length), ...rows.flatMap(([tag, value]) => [u32(tag), value])]);
}

const rendering = (isInline: boolean) =>
  Buffer.concat([u16(1), u32(isInline ? 3 : 0xffffffff), u16(0), u16(0), u32(0)]);

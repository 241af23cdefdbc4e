import { crc32 } from "node:zlib";

export type ZipEntry = { name: string; content: AsyncIterable<Uint8Array> | Uint8Array };

const utf8AndDescriptor = 0x0808;
const largest = 0xffff_fffe;

type Written = { name: Buffer; crc: number; bytes: number; offset: number };

/**
 * A ZIP file as it is read: entries stored, not compressed (pictures and films do not shrink), sizes behind each entry.
 * APPNOTE 6.3 §4.3; below 4 GiB as a whole, else it throws before the limit is passed.
 */
export async function* zipStream(entries: Iterable<ZipEntry>, at: Date): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  const count = (piece: Uint8Array): Uint8Array => {
    offset += piece.length;
    if (offset > largest) throw new RangeError("the archive passes 4 GiB");
    return piece;
  };
  for (const { name, content } of entries) {
    const entry: Written = { name: Buffer.from(name, "utf8"), crc: 0, bytes: 0, offset };
    yield count(localHeader(entry, at));
    for await (const piece of content instanceof Uint8Array ? [content] : content) {
      entry.crc = crc32(piece, entry.crc);
      entry.bytes += piece.length;
      yield count(piece);
    }
    yield count(words([4, 0x08074b50], [4, entry.crc], [4, entry.bytes], [4, entry.bytes]));
    written.push(entry);
  }
  const directory = offset;
  for (const entry of written) yield count(directoryEntry(entry, at));
  const size = offset - directory;
  const n = written.length;
  yield words([4, 0x06054b50], [2, 0], [2, 0], [2, n], [2, n], [4, size], [4, directory], [2, 0]);
}

function localHeader(entry: Written, at: Date): Buffer {
  const fields = words(
    [4, 0x04034b50],
    [2, 20],
    [2, utf8AndDescriptor],
    [2, 0],
    ...dosTime(at),
    [4, 0],
    [4, 0],
    [4, 0],
    [2, entry.name.length],
    [2, 0],
  );
  return Buffer.concat([fields, entry.name]);
}

function directoryEntry(entry: Written, at: Date): Buffer {
  const fields = words(
    [4, 0x02014b50],
    [2, 0x0314],
    [2, 20],
    [2, utf8AndDescriptor],
    [2, 0],
    ...dosTime(at),
    [4, entry.crc],
    [4, entry.bytes],
    [4, entry.bytes],
    [2, entry.name.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0o100644 * 65536],
    [4, entry.offset],
  );
  return Buffer.concat([fields, entry.name]);
}

/** MS-DOS time and date, in UTC so that every export of one dossier is the same bytes. */
function dosTime(at: Date): [2, number][] {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return [
    [2, time],
    [2, date],
  ];
}

function words(...fields: [2 | 4, number][]): Buffer {
  const out = Buffer.alloc(fields.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, value] of fields) at = size === 2 ? out.writeUInt16LE(value, at) : out.writeUInt32LE(value, at);
  return out;
}

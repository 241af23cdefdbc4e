export type PictureSize = { width: number; height: number };

/** The recorder's track of the picture. */
const VIDEO_TRACK = 1;

/** Elements that hold others: Segment, Cluster, BlockGroup (RFC 9559 §5.1). Whatever else is passed over by its length. */
const HOLDERS = [0x18538067, 0x1f43b675, 0xa0];
const BLOCKS = [0xa3, 0xa1];
/** Of a block: the track's number, time and flags, then as much of the frame as tells its size. */
const BLOCK_HEAD = 14;
const LONGEST_HEAD = 12;

/** Size of the largest picture (by area) in a recording of ours, from its key frames; undefined where it has none. Reads all of it. */
export async function largestPicture(webm: AsyncIterable<Uint8Array>): Promise<PictureSize | undefined> {
  let largest: PictureSize | undefined;
  let unread: Buffer = Buffer.alloc(0);
  let skip = 0;
  for await (const piece of webm) {
    const passed = Math.min(skip, piece.length);
    skip -= passed;
    unread = Buffer.concat([unread, piece.subarray(passed)]);
    for (;;) {
      const head = readHead(unread);
      if (!head || unread.length < head.length + (BLOCKS.includes(head.id) ? BLOCK_HEAD : 0)) break;
      const body = unread.subarray(head.length);
      const size =
        BLOCKS.includes(head.id) && body[0] === (0x80 | VIDEO_TRACK) ? keyFrameSize(body.subarray(4)) : undefined;
      if (size && (!largest || size.width * size.height > largest.width * largest.height)) largest = size;
      const content = HOLDERS.includes(head.id) ? 0 : head.size;
      skip = Math.max(0, content - body.length);
      unread = body.subarray(Math.min(content, body.length));
    }
  }
  return largest;
}

/** Size in the header of a VP8 key frame (RFC 6386 §9.1); undefined for any other frame. */
function keyFrameSize(frame: Buffer): PictureSize | undefined {
  if ((frame[0]! & 1) !== 0 || frame.readUIntBE(3, 3) !== 0x9d012a) return undefined;
  return { width: frame.readUInt16LE(6) & 0x3fff, height: frame.readUInt16LE(8) & 0x3fff };
}

/** Id and length of the element that begins here; undefined while its head is not whole. Throws at what is no WebM. */
function readHead(bytes: Buffer): { id: number; size: number; length: number } | undefined {
  if (bytes.length < LONGEST_HEAD) return undefined;
  const idLength = Math.clz32(bytes[0]!) - 23;
  const sizeLength = Math.clz32(bytes[idLength]!) - 23;
  if (idLength > 4 || sizeLength > 8) throw new Error("no WebM");
  let size = bytes[idLength]! & (0xff >> sizeLength);
  for (let n = 1; n < sizeLength; n++) size = size * 256 + bytes[idLength + n]!;
  return { id: bytes.readUIntBE(0, idLength), size, length: idLength + sizeLength };
}

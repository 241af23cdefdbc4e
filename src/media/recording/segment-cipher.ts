import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** How much longer a chunk is on disk than in the recording: nonce and tag. */
export const SEAL_BYTES = 28;

/** `name` = `<member>-<n>.webm`; with the chunk's number it keeps a chunk from being moved to another place or file. */
type ChunkPlace = { name: string; chunk: number };

/** A chunk as it lies on disk: nonce, AES-256-GCM ciphertext, tag. */
export function sealChunk(key: Buffer, place: ChunkPlace, plain: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(placeBytes(place));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Throws an Error that names the chunk when its bytes are not the recorded ones. */
export function openChunk(key: Buffer, place: ChunkPlace, sealed: Buffer): Buffer {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12)).setAAD(placeBytes(place));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  } catch (error) {
    throw new Error(`recording changed at chunk ${place.chunk}`, { cause: error });
  }
}

function placeBytes({ name, chunk }: ChunkPlace): Buffer {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(chunk);
  return Buffer.concat([number, Buffer.from(name)]);
}

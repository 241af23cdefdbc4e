import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

// A file: magic 4 | salt 16 | binding 32 | chunks. Each chunk: up to 64 KiB sealed with AES-256-GCM | tag 16.
// The key is the file's own (HKDF of the content key and the salt), so a chunk's number can be its nonce; the last
// chunk's nonce says so, and a file cut at a chunk's edge is noticed (STREAM, Hoang et al. 2015).
// The binding ties the file to the hash it is stored under: another file put in its place does not open.
const magic = Buffer.from("CFB1");
export const saltBytes = 16;
export const headerBytes = magic.length + saltBytes + 32;
export const chunkBytes = 64 * 1024;
const tagBytes = 16;

/** Thrown where stored content was changed, cut or exchanged. Never retried: the copy must come from the backup. */
export class DamagedBlob extends Error {
  constructor(what: string) {
    super(`Stored content is damaged: ${what}.`);
    this.name = "DamagedBlob";
  }
}

export function fileKeyOf(contentKey: Uint8Array, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync("sha256", contentKey, salt, "confere/blob", 32));
}

export function headerOf(fileKey: Buffer, salt: Uint8Array, hash: string): Buffer {
  return Buffer.concat([magic, salt, bindingOf(fileKey, hash)]);
}

/** The file's key, from its header. Throws `DamagedBlob` where the header is not that of this hash. */
export function openHeader(header: Buffer, contentKey: Uint8Array, hash: string): Buffer {
  if (header.length !== headerBytes || !header.subarray(0, 4).equals(magic)) throw new DamagedBlob("header");
  const fileKey = fileKeyOf(contentKey, header.subarray(4, 4 + saltBytes));
  if (!timingSafeEqual(header.subarray(4 + saltBytes), bindingOf(fileKey, hash))) throw new DamagedBlob("header");
  return fileKey;
}

function bindingOf(fileKey: Buffer, hash: string): Buffer {
  return createHmac("sha256", fileKey).update(hash).digest();
}

function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

export function sealChunk(fileKey: Buffer, index: number, last: boolean, plain: Uint8Array): Buffer {
  const cipher = createCipheriv("aes-256-gcm", fileKey, nonceOf(index, last));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export function openChunk(fileKey: Buffer, index: number, last: boolean, sealed: Buffer): Buffer {
  if (sealed.length < tagBytes) throw new DamagedBlob(`chunk ${index}`);
  const decipher = createDecipheriv("aes-256-gcm", fileKey, nonceOf(index, last));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    throw new DamagedBlob(`chunk ${index}`);
  }
}

/** How a file of `fileBytes` divides: number of chunks, plain length, and where a chunk lies. */
export function divide(fileBytes: number): { chunks: number; plainBytes: number; at(index: number): [number, number] } {
  const body = fileBytes - headerBytes;
  const sealedChunk = chunkBytes + tagBytes;
  const chunks = Math.ceil(body / sealedChunk);
  if (chunks < 1) throw new DamagedBlob("length");
  return {
    chunks,
    plainBytes: body - chunks * tagBytes,
    at: (index) => [headerBytes + index * sealedChunk, Math.min(sealedChunk, body - index * sealedChunk)],
  };
}

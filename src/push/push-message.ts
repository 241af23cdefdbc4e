import { createCipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import type { PushSubscription } from "./push-subscription.ts";

const recordBytes = 4096;

/**
 * The body of a push that only this browser can read (RFC 8291, content coding aes128gcm of RFC 8188, one record).
 * `own` is for the RFC's example; otherwise salt and key are new each time. Throws where the browser's key is no point of P-256.
 */
export function encryptPush(
  plain: string,
  { publicKey, secret }: Omit<PushSubscription, "endpoint">,
  own: { salt: Buffer; privateKey?: Buffer } = { salt: randomBytes(16) },
): Buffer {
  const pair = createECDH("prime256v1");
  if (own.privateKey) pair.setPrivateKey(own.privateKey);
  else pair.generateKeys();
  const sender = pair.getPublicKey();
  const keyInfo = Buffer.concat([Buffer.from("WebPush: info\0"), publicKey, sender]);
  const input = Buffer.from(hkdfSync("sha256", pair.computeSecret(publicKey), secret, keyInfo, 32));
  const derive = (info: string, length: number) =>
    Buffer.from(hkdfSync("sha256", input, own.salt, `Content-Encoding: ${info}\0`, length));
  const cipher = createCipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
  const sealed = Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.of(2)),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(recordBytes, 0);
  head[4] = sender.length;
  return Buffer.concat([own.salt, head, sender, sealed]);
}

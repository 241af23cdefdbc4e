import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export type Pushed = { path: string; headers: IncomingHttpHeaders; text: string };

/** One browser's keys, as PushSubscription.toJSON gives them, and what they open (RFC 8291 §3.4, RFC 8188 §2). */
export function browserKeys() {
  const pair = createECDH("prime256v1");
  pair.generateKeys();
  const secret = randomBytes(16);
  return {
    keys: { p256dh: pair.getPublicKey("base64url"), auth: secret.toString("base64url") },
    open(body: Buffer): string {
      const [salt, length] = [body.subarray(0, 16), body[20]!];
      const sender = body.subarray(21, 21 + length);
      const info = Buffer.concat([Buffer.from("WebPush: info\0"), pair.getPublicKey(), sender]);
      const input = Buffer.from(hkdfSync("sha256", pair.computeSecret(sender), secret, info, 32));
      const key = Buffer.from(hkdfSync("sha256", input, salt, "Content-Encoding: aes128gcm\0", 16));
      const nonce = Buffer.from(hkdfSync("sha256", input, salt, "Content-Encoding: nonce\0", 12));
      const decipher = createDecipheriv("aes-128-gcm", key, nonce);
      decipher.setAuthTag(body.subarray(-16));
      const plain = Buffer.concat([decipher.update(body.subarray(21 + length, -16)), decipher.final()]);
      if (plain.at(-1) !== 2) throw new Error("not the last record");
      return plain.subarray(0, -1).toString();
    },
  };
}

/** A push service on this machine for one browser: keeps what comes, opened, and answers what the test says. */
export async function pushService(open: (body: Buffer) => string) {
  const pushed: Pushed[] = [];
  let status = 201;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      pushed.push({ path: request.url ?? "", headers: request.headers, text: open(Buffer.concat(parts)) });
      response.writeHead(status, { location: "http://127.0.0.1:1/elsewhere" }).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/send/um-navegador`;
  return {
    endpoint,
    pushed,
    answers(next: number) {
      status = next;
    },
    close: () => server.close(),
  };
}

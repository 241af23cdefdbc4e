import { createECDH, createPrivateKey, sign } from "node:crypto";
import type { Secrets } from "../platform/secrets.ts";

const lastsSeconds = 3600;

/** How this installation names itself to push services (RFC 8292). `publicKey` is what browsers subscribe with. */
type Vapid = { publicKey: string; authorization(endpoint: URL, contact: string, now: Date): string };

/** The key pair hangs on the master key, so it is the same after every start and nothing more has to be kept. */
export function vapidOf(secrets: Secrets): Vapid {
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(secrets.hmac("vapid", "p-256"), "hex");
  const point = pair.getPublicKey();
  const part = (from: number) => point.toString("base64url", from, from + 32);
  const jwk = { kty: "EC", crv: "P-256", x: part(1), y: part(33), d: pair.getPrivateKey("base64url") };
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  const publicKey = point.toString("base64url");
  return {
    publicKey,
    authorization(endpoint, contact, now) {
      const exp = Math.floor(now.getTime() / 1000) + lastsSeconds;
      const said = [
        { typ: "JWT", alg: "ES256" },
        { aud: endpoint.origin, exp, sub: contact },
      ];
      const text = said.map((one) => Buffer.from(JSON.stringify(one)).toString("base64url")).join(".");
      const signature = sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
      return `vapid t=${text}.${signature.toString("base64url")}, k=${publicKey}`;
    },
  };
}

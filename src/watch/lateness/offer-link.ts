import { timingSafeEqual } from "node:crypto";
import { lateOfferPath } from "../../contract/holder-addresses.ts";
import type { Secrets } from "../../platform/secrets.ts";

function signatureOf(secrets: Pick<Secrets, "hmac">, latenessId: string): string {
  return secrets.hmac("slot-offer", latenessId).slice(0, 40);
}

/** Path of the letter's link: whoever holds it may choose one of the times of this lateness, and nothing else. */
export function offerPath(secrets: Pick<Secrets, "hmac">, latenessId: string, startsAt?: Date): string {
  const time = startsAt ? `?horario=${startsAt.toISOString()}` : "";
  return `${lateOfferPath(latenessId, signatureOf(secrets, latenessId))}${time}`;
}

export function isOfferSignature(secrets: Pick<Secrets, "hmac">, latenessId: string, signature: string): boolean {
  const [expected, given] = [Buffer.from(signatureOf(secrets, latenessId)), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

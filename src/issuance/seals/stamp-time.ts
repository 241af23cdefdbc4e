import { randomBytes } from "node:crypto";
import { fromPem } from "../../pki/der/pem.ts";
import { PkiError } from "../../pki/der/pki-error.ts";
import { issueTimestamp, timestampRequest, tokenOfResponse, verifyTimestamp } from "../../pki/signatures/timestamp.ts";
import { operatorCertificates } from "../../platform/operator-file.ts";
import type { Config } from "../../platform/settings/config.ts";
import type { Context } from "../../platform/settings/context.ts";
import { openTimestampUnit } from "../authorities/authority-keys.ts";
import { IssuanceFailure } from "../issuance-failures.ts";

type OutsideAuthority = NonNullable<Config["timestampAuthority"]>;

const answersWithinMs = 10_000;
const longestAnswer = 65_536;
/** Further apart than this, one of two clocks is wrong. */
const clocksApartMs = 300_000;
const rootsOf = new Map<string, Uint8Array[]>();

/**
 * RFC 3161 token over a SHA-256 imprint, DER: of the outside authority that the operator set, otherwise of the installation's own
 * unit, which says so in its name. Never one in place of the other. Never inside a transaction.
 * Failures: timestamp-unreachable.
 */
export async function stampTime(ctx: Context, imprint: Uint8Array): Promise<Uint8Array> {
  const outside = ctx.config.timestampAuthority;
  if (!outside) return issueTimestamp(await openTimestampUnit(ctx, ctx.db), { imprint }, ctx.clock.now());
  try {
    return await askOutside(ctx, outside, imprint);
  } catch (error) {
    ctx.log.error({ err: error, host: new URL(outside.url).host }, "no time stamp from outside");
    throw new IssuanceFailure("timestamp-unreachable");
  }
}

/** Roots of the outside authority (TSA_ROOTS), DER; none where there is no such authority. An Error names what is no such file. */
export function outsideStampRoots(ctx: { config: Pick<Config, "timestampAuthority"> }): Uint8Array[] {
  const outside = ctx.config.timestampAuthority;
  if (!outside) return [];
  const before = rootsOf.get(outside.rootsFile);
  if (before) return before;
  const roots = fromPem("CERTIFICATE", operatorCertificates("TSA_ROOTS", outside.rootsFile));
  rootsOf.set(outside.rootsFile, roots);
  return roots;
}

async function askOutside(ctx: Context, outside: OutsideAuthority, imprint: Uint8Array): Promise<Uint8Array> {
  const nonce = randomBytes(16);
  // Positive and without zeros in front: it has to come back as it went.
  nonce[0] = (nonce[0]! & 0x7f) | 0x40;
  const url = new URL(outside.url);
  const login =
    url.username && `Basic ${Buffer.from(decodeURIComponent(`${url.username}:${url.password}`)).toString("base64")}`;
  url.username = url.password = "";
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/timestamp-query", ...(login && { authorization: login }) },
    body: timestampRequest(imprint, nonce),
    redirect: "error",
    signal: AbortSignal.timeout(answersWithinMs),
  });
  if (!answer.ok) throw new Error(`the time-stamping authority answers ${answer.status}`);
  const token = tokenOfResponse(await boundedBody(answer));
  const stamp = verifyTimestamp(token, imprint, { intermediates: [], roots: outsideStampRoots(ctx) });
  if (!stamp.nonce || Buffer.compare(stamp.nonce, nonce) !== 0)
    throw new PkiError("digest-mismatch", "the stamp answers another request");
  const apartMs = Math.abs(stamp.at.getTime() - ctx.clock.now().getTime());
  if (apartMs > clocksApartMs) ctx.log.warn({ apartMs }, "the time stamp and the clock of this server are far apart");
  return token;
}

async function boundedBody(answer: Response): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of answer.body ?? []) {
    length += piece.length;
    if (length > longestAnswer) throw new Error("the time-stamping authority answers without end");
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

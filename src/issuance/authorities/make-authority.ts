import { type Chain, record } from "../../audit/record.ts";
import {
  type PreparedCertificate,
  recallPrepared,
  recallSelfSigned,
  signCertificate,
} from "../../pki/certificates/certificate.ts";
import type { Signer } from "../../pki/keys/signer.ts";
import { newRsaKey, openRsaKey, softwareSigner } from "../../pki/keys/software-signer.ts";
import { transact } from "../../platform/database.ts";
import { newId, sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import {
  type AuthorityIntent,
  insertAuthorityIntent,
  markIntentKept,
  openAuthorityIntent,
} from "./authority-intent-store.ts";
import { hashOfKind, type OpenAuthority } from "./authority-keys.ts";
import { type AuthorityKind, authorityInService, insertAuthority } from "./authority-store.ts";

type WantedAuthority = {
  kind: AuthorityKind;
  raId: string | null;
  name: string;
  /** undefined: a root, its own issuer. */
  issuer: OpenAuthority | undefined;
  bits: 2048 | 4096;
  chain: Chain;
  prepare: (signer: Signer) => PreparedCertificate;
};

/**
 * Puts an authority in service that is not there: draws its key, records the exact bytes to be signed with their audit
 * entry, and only then signs and stores them. After a crash it goes on with the key and the bytes that were recorded;
 * two at once end with one, for the same bytes signed by the same key are the same certificate. Never inside a transaction.
 */
export async function makeAuthority(ctx: Context, wanted: WantedAuthority): Promise<void> {
  const { kind, raId, issuer, chain } = wanted;
  const intent = (await recordedBefore(ctx, wanted)) ?? (await reserve(ctx, wanted));
  if (!intent) return;
  const { id, name, issuerId, sealedKey, tbs, tbsHash } = intent;
  const prepared = issuer
    ? recallPrepared(issuer, tbs, tbsHash)
    : recallSelfSigned(softwareSigner(openRsaKey(ctx.secrets.open(sealedKey)), hashOfKind[kind]), tbs, tbsHash);
  const certificate = await signCertificate(prepared);
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const authority = { id, kind, raId, name, issuerId, certificate, sealedKey };
    const isMade = await insertAuthority(tx, authority, now);
    // Settled also where another start's authority stands already: an open intent would be taken up for a later one.
    await markIntentKept(tx, id, now);
    if (!isMade) return;
    const details = { kind, name, fingerprint: sha256Hex(certificate), tbsHash };
    const act = kind === "seal" ? "seal.created" : "authority.created";
    await record(tx, { chain, act, actor: { kind: "system" }, details }, now);
  });
}

/**
 * The intent that a crash left open. Where its issuer is in service no more it is settled, for nothing is signed under
 * that.
 */
async function recordedBefore(
  ctx: Context,
  { kind, raId, issuer }: WantedAuthority,
): Promise<AuthorityIntent | undefined> {
  const intent = await openAuthorityIntent(ctx.db, kind, raId);
  if (!intent || intent.issuerId === (issuer?.id ?? null)) return intent;
  await transact(ctx.db, (tx) => markIntentKept(tx, intent.id, ctx.clock.now()));
  return undefined;
}

/** undefined where another process made it in the meantime. */
async function reserve(ctx: Context, wanted: WantedAuthority): Promise<AuthorityIntent | undefined> {
  const { kind, raId, name, issuer, bits, chain, prepare } = wanted;
  const key = await newRsaKey(bits);
  const { tbs, tbsHash } = prepare(softwareSigner(openRsaKey(key), hashOfKind[kind]));
  const intent = { id: newId(), kind, raId, name, issuerId: issuer?.id ?? null, sealedKey: ctx.secrets.seal(key) };
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    if (await authorityInService(tx, kind, raId)) return;
    if (!(await insertAuthorityIntent(tx, { ...intent, tbs, tbsHash }, now))) return;
    const details = { kind, name, tbsHash };
    await record(tx, { chain, act: "authority.reserved", actor: { kind: "system" }, details }, now);
  });
  return openAuthorityIntent(ctx.db, kind, raId);
}

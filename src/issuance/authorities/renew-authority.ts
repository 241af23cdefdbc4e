import { record } from "../../audit/record.ts";
import {
  type PreparedCertificate,
  recallPrepared,
  recallSelfSigned,
  signCertificate,
} from "../../pki/certificates/certificate.ts";
import { transact } from "../../platform/database.ts";
import { newId, sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { OpenAuthority } from "./authority-keys.ts";
import { insertRenewal, keepRenewal, openRenewal, type Renewal } from "./authority-renewal-store.ts";
import type { AuthorityKind } from "./authority-store.ts";

/**
 * Gives a root or an issuing authority a new certificate for the key and the name it has: whatever it signed stays good under it.
 * Recorded with its audit entry before it is signed; a crash in between goes on at the next start. Never inside a transaction.
 */
export async function renewAuthority(
  ctx: Context,
  wanted: {
    kind: AuthorityKind;
    authority: OpenAuthority;
    /** undefined: a root, its own issuer. */
    issuer: OpenAuthority | undefined;
    prepare: () => PreparedCertificate;
  },
): Promise<void> {
  const { kind, authority, issuer } = wanted;
  const renewal = (await openRenewal(ctx.db, authority.id)) ?? (await reserve(ctx, wanted));
  if (!renewal) return;
  const { tbs, tbsHash } = renewal;
  const prepared = issuer ? recallPrepared(issuer, tbs, tbsHash) : recallSelfSigned(authority.signer, tbs, tbsHash);
  const certificate = await signCertificate(prepared);
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    if (!(await keepRenewal(tx, renewal, certificate, now))) return;
    const details = { kind, name: authority.name, fingerprint: sha256Hex(certificate), tbsHash };
    await record(tx, { chain: "installation", act: "authority.renewed", actor: { kind: "system" }, details }, now);
  });
}

/** undefined where another process renewed it in the meantime. */
async function reserve(
  ctx: Context,
  { kind, authority, prepare }: Parameters<typeof renewAuthority>[1],
): Promise<Renewal | undefined> {
  const { tbs, tbsHash } = prepare();
  const { id: authorityId, name, certificate: replaced } = authority;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    if (!(await insertRenewal(tx, { id: newId(), authorityId, tbs, tbsHash, replaced }, now))) return;
    const details = { kind, name, tbsHash };
    await record(tx, { chain: "installation", act: "authority.reserved", actor: { kind: "system" }, details }, now);
  });
  return openRenewal(ctx.db, authorityId);
}

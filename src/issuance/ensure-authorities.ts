import { record } from "../audit/record.ts";
import { issuingPlan, rootPlan, timestampPlan } from "../pki/authority-profile.ts";
import {
  type CertificatePlan,
  newSerial,
  type PreparedCertificate,
  prepareCertificate,
  prepareSelfSigned,
  signCertificate,
  type Validity,
} from "../pki/certificate.ts";
import type { Signer } from "../pki/signer.ts";
import { newRsaKey, openRsaKey, softwareSigner } from "../pki/software-signer.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { newId, sha256Hex } from "../platform/ids.ts";
import { enqueue } from "../platform/jobs.ts";
import { openAuthority, publishedAt } from "./authority-keys.ts";
import { type AuthorityKind, authorityInService, insertAuthority } from "./authority-store.ts";

/** Years of validity; a root outlives its issuing authority (root v5 of ICP-Brasil: 13). */
const years = { root: 13, issuing: 10, timestamp: 5 } as const;

/**
 * Makes what the installation lacks: root, issuing authority, time-stamping unit. Keys are drawn here and sealed with
 * the master key. Run at every start, before anything is served; two starts at once end with one of each.
 */
export async function ensureAuthorities(ctx: Context): Promise<void> {
  await ensure(ctx, "root", null, "AC Raiz Confere v1", (signer, common) =>
    prepareSelfSigned(signer, rootPlan(signer, publishedAt(ctx.config, "root"), common)),
  );
  const root = await openAuthority(ctx, ctx.db, "root");
  await ensure(ctx, "issuing", root.id, "AC Confere v1", (signer, common) =>
    prepareCertificate(root, issuingPlan(root, publishedAt(ctx.config, "root"), signer.publicKeyInfo, common)),
  );
  const issuing = await openAuthority(ctx, ctx.db, "issuing");
  await ensure(ctx, "timestamp", issuing.id, "Carimbo do Tempo Confere 1", (signer, common) =>
    prepareCertificate(
      issuing,
      timestampPlan(issuing, publishedAt(ctx.config, "issuing"), signer.publicKeyInfo, common),
    ),
  );
  await transact(ctx.db, (tx) => enqueue(tx, "issuance.publish-crls", {}, { key: "next" }));
}

type Prepare = (
  signer: Signer,
  common: Pick<CertificatePlan, "serial" | "validity"> & { commonName: string },
) => PreparedCertificate;

async function ensure(
  ctx: Context,
  kind: Exclude<AuthorityKind, "seal">,
  issuerId: string | null,
  name: string,
  prepare: Prepare,
): Promise<void> {
  if (await authorityInService(ctx.db, kind)) return;
  const now = ctx.clock.now();
  const authorityKey = kind !== "timestamp";
  const key = await newRsaKey(authorityKey ? 4096 : 2048);
  const signer = softwareSigner(openRsaKey(key), authorityKey ? "sha512" : "sha256");
  const prepared = prepare(signer, { serial: newSerial(), validity: validityFrom(now, years[kind]), commonName: name });
  const certificate = await signCertificate(prepared);
  await transact(ctx.db, async (tx) => {
    const sealedKey = ctx.secrets.seal(key);
    const authority = { id: newId(), kind, raId: null, name, issuerId, certificate, sealedKey };
    if (!(await insertAuthority(tx, authority, now))) return;
    const details = { kind, name, fingerprint: sha256Hex(certificate), tbsHash: prepared.tbsHash };
    await record(tx, { chain: "installation", act: "authority.created", actor: { kind: "system" }, details }, now);
  });
}

/** Starts an hour earlier: verifiers' clocks differ. */
export function validityFrom(now: Date, length: number): Validity {
  const notBefore = new Date(now.getTime() - 3_600_000);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + length);
  return { notBefore, notAfter };
}

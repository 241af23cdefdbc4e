import { issuingPlan, rootPlan, timestampPlan } from "../pki/authority-profile.ts";
import {
  type CertificatePlan,
  newSerial,
  type PreparedCertificate,
  prepareCertificate,
  prepareSelfSigned,
  type Validity,
} from "../pki/certificate.ts";
import type { Signer } from "../pki/signer.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { enqueue } from "../platform/jobs.ts";
import { type OpenAuthority, openAuthority, publishedAt } from "./authority-keys.ts";
import { type AuthorityKind, authorityInService } from "./authority-store.ts";
import { makeAuthority } from "./make-authority.ts";

/** Years of validity; a root outlives its issuing authority (root v5 of ICP-Brasil: 13). */
const years = { root: 13, issuing: 10, timestamp: 5 } as const;

/**
 * Makes what the installation lacks: root, issuing authority, time-stamping unit. Keys are drawn here and sealed with
 * the master key. Run at every start, before anything is served; two starts at once end with one of each.
 */
export async function ensureAuthorities(ctx: Context): Promise<void> {
  await ensure(ctx, "root", undefined, "AC Raiz Confere v1", (signer, common) =>
    prepareSelfSigned(signer, rootPlan(signer, publishedAt(ctx.config, "root"), common)),
  );
  const root = await openAuthority(ctx, ctx.db, "root");
  await ensure(ctx, "issuing", root, "AC Confere v1", (signer, common) =>
    prepareCertificate(root, issuingPlan(root, publishedAt(ctx.config, "root"), signer.publicKeyInfo, common)),
  );
  const issuing = await openAuthority(ctx, ctx.db, "issuing");
  await ensure(ctx, "timestamp", issuing, "Carimbo do Tempo Confere 1", (signer, common) =>
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
  issuer: OpenAuthority | undefined,
  name: string,
  prepare: Prepare,
): Promise<void> {
  if (await authorityInService(ctx.db, kind)) return;
  const validity = validityFrom(ctx.clock.now(), years[kind]);
  await makeAuthority(ctx, {
    kind,
    raId: null,
    name,
    issuer,
    bits: kind === "timestamp" ? 2048 : 4096,
    chain: "installation",
    prepare: (signer) => prepare(signer, { serial: newSerial(), validity, commonName: name }),
  });
}

/** Starts an hour earlier: verifiers' clocks differ. */
export function validityFrom(now: Date, length: number): Validity {
  const notBefore = new Date(now.getTime() - 3_600_000);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + length);
  return { notBefore, notAfter };
}

import { record } from "../../audit/record.ts";
import { issuingPlan, rootPlan, timestampPlan } from "../../pki/certificates/authority-profile.ts";
import {
  type CertificatePlan,
  compareWithPlan,
  newSerial,
  prepareCertificate,
  prepareSelfSigned,
  type Validity,
} from "../../pki/certificates/certificate.ts";
import { readCertificate } from "../../pki/certificates/certificate-reader.ts";
import type { Signer } from "../../pki/keys/signer.ts";
import { transact } from "../../platform/database.ts";
import { enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { dayMs, earlier, hourMs } from "../../platform/time/durations.ts";
import {
  type OpenAuthority,
  openAuthority,
  openAuthorityInService,
  publishedAt,
  publishedBy,
} from "./authority-keys.ts";
import { certificateTypes } from "./authority-reads.ts";
import { authoritiesOf, retireAuthorities } from "./authority-store.ts";
import { makeAuthority } from "./make-authority.ts";
import { renewAuthority } from "./renew-authority.ts";

/** Years of validity; a root outlives its issuing authority (root v5 of ICP-Brasil: 13). */
const years = { root: 13, issuing: 10, timestamp: 5 } as const;

type Kind = keyof typeof years;
type Plan = Omit<CertificatePlan, "publicKeyInfo">;
type Wanted = {
  kind: Kind;
  name: string;
  issuer: OpenAuthority | undefined;
  plan: (signer: Signer, validity: Validity) => Plan;
};

/**
 * Makes what the installation lacks: root, issuing authority, time-stamping unit. Keys are drawn here and sealed with
 * the master key. What it has is held against today's settings: other addresses or policies give an authority another
 * certificate of the same key and name; another name gives a new hierarchy, and the old one goes on publishing its lists. Run at
 * every start, before anything is served; two starts at once end with one of each.
 */
export async function ensureAuthorities(ctx: Context): Promise<void> {
  const { organization, name } = ctx.config.authority;
  await retireOfOtherName(ctx, organization);
  const generation = (await authoritiesOf(ctx.db, "root")).filter((one) => one.retiredAt).length + 1;
  await ensure(ctx, {
    kind: "root",
    name: `AC Raiz ${name} v${generation}`,
    issuer: undefined,
    plan: (signer, validity) =>
      rootPlan(signer, publishedAt(ctx.config, "root", generation), {
        serial: newSerial(),
        validity,
        commonName: `AC Raiz ${name} v${generation}`,
        organization,
      }),
  });
  const root = await openAuthority(ctx, ctx.db, "root");
  const atRoot = await publishedBy(ctx, ctx.db, root, "root");
  const holders = [...new Set((await certificateTypes(ctx.db)).map(({ policy }) => policy))].sort();
  const issuingName = `AC ${name} v${generation}`;
  await ensure(ctx, {
    kind: "issuing",
    name: issuingName,
    issuer: root,
    plan: (signer, validity) =>
      issuingPlan(root, atRoot, signer.publicKeyInfo, {
        serial: newSerial(),
        validity,
        commonName: issuingName,
        holders,
      }),
  });
  const issuing = await openAuthority(ctx, ctx.db, "issuing");
  const atIssuing = await publishedBy(ctx, ctx.db, issuing, "issuing");
  const unitName = `Carimbo do Tempo ${name} 1`;
  await ensure(ctx, {
    kind: "timestamp",
    name: unitName,
    issuer: issuing,
    plan: (signer, validity) =>
      timestampPlan(issuing, atIssuing, signer.publicKeyInfo, { serial: newSerial(), validity, commonName: unitName }),
  });
  await transact(ctx.db, (tx) => enqueue(tx, "issuance.publish-crls", {}, { key: "next" }));
}

/** A name cannot be changed under a key: whoever checks a certificate looks for its issuer by the name. */
async function retireOfOtherName(ctx: Context, organization: string): Promise<void> {
  const root = await openAuthorityInService(ctx, ctx.db, "root");
  if (!root || readCertificate(root.certificate).organization === organization) return;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    // Another start may have retired this root and made the next hierarchy since the look: that one stays in service.
    if (!(await retireAuthorities(tx, now, root.id))) return;
    await retireAuthorities(tx, now);
    const details = { name: root.name, organization };
    await record(tx, { chain: "installation", act: "authority.retired", actor: { kind: "system" }, details }, now);
  });
}

async function ensure(ctx: Context, wanted: Wanted): Promise<void> {
  const { kind, name, issuer, plan } = wanted;
  const stored = await openAuthorityInService(ctx, ctx.db, kind);
  const fresh = validityFrom(ctx.clock.now(), years[kind]);
  if (stored) {
    if (isCurrent(stored.certificate, plan(stored.signer, fresh), ctx.clock.now())) return;
    if (kind !== "timestamp") return renew(ctx, { ...wanted, kind }, stored, fresh);
    await transact(ctx.db, async (tx) => {
      const now = ctx.clock.now();
      if (!(await retireAuthorities(tx, now, stored.id))) return;
      const details = { name: stored.name, kind };
      await record(tx, { chain: "installation", act: "authority.replaced", actor: { kind: "system" }, details }, now);
    });
  }
  await makeAuthority(ctx, {
    kind,
    raId: null,
    name,
    issuer,
    bits: kind === "timestamp" ? 2048 : 4096,
    chain: "installation",
    prepare: (signer) => prepareUnder(issuer, signer, plan(signer, fresh)),
  });
}

async function renew(
  ctx: Context,
  { kind, issuer, plan }: Wanted & { kind: "root" | "issuing" },
  authority: OpenAuthority,
  fresh: Validity,
): Promise<void> {
  // It begins where the old one began: what was signed since must stay good on the day it was signed.
  const { notBefore } = readCertificate(authority.certificate);
  const validity = notBefore < fresh.notBefore ? { ...fresh, notBefore } : fresh;
  const prepare = () => prepareUnder(issuer, authority.signer, plan(authority.signer, validity));
  await renewAuthority(ctx, { kind, authority, issuer, prepare });
}

const prepareUnder = (issuer: OpenAuthority | undefined, signer: Signer, plan: Plan) =>
  issuer
    ? prepareCertificate(issuer, { ...plan, publicKeyInfo: signer.publicKeyInfo })
    : prepareSelfSigned(signer, plan);

/** Whether a certificate says what it would say today, has begun (a clock may have been ahead) and does not end soon. */
export function isCurrent(certificate: Uint8Array, plan: Plan, now: Date): boolean {
  return isInTime(readCertificate(certificate), now) && compareWithPlan(certificate, plan) === "same";
}

export function isInTime({ notBefore, notAfter }: Validity, now: Date): boolean {
  return notBefore <= now && notAfter.getTime() - now.getTime() > 30 * dayMs;
}

/** Starts an hour earlier: verifiers' clocks differ. */
export function validityFrom(now: Date, length: number): Validity {
  const notBefore = earlier(now, hourMs);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + length);
  return { notBefore, notAfter };
}

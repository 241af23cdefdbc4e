import { createHash } from "node:crypto";
import { record } from "../../audit/record.ts";
import { registrationAuthority } from "../../people/authority/registration-authority-reads.ts";
import { sealPlan } from "../../pki/certificates/authority-profile.ts";
import { newSerial, prepareCertificate } from "../../pki/certificates/certificate.ts";
import type { Signer } from "../../pki/keys/signer.ts";
import { holderCommonName } from "../../pki/names/icp-text.ts";
import { signCades } from "../../pki/signatures/cades.ts";
import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { chainOf, type OpenAuthority, openAuthority, openSealOf, publishedBy } from "../authorities/authority-keys.ts";
import { retireAuthorities } from "../authorities/authority-store.ts";
import { isCurrent, validityFrom } from "../authorities/ensure-authorities.ts";
import { makeAuthority } from "../authorities/make-authority.ts";
import { stampTime } from "./stamp-time.ts";

/** Detached CAdES-T, DER, by the AR's electronic seal, which is made at its first use. Never inside a transaction. */
export async function sealContent(ctx: Context, command: { raId: string; content: Uint8Array }): Promise<Uint8Array> {
  const { raId, content } = command;
  const now = ctx.clock.now();
  const seal = await currentSeal(ctx, raId);
  return signCades({
    digest: createHash("sha256").update(content).digest(),
    certificates: await chainOf(ctx.db, seal),
    signer: seal.signer,
    signingTime: now,
    timestamp: (imprint) => stampTime(ctx, imprint),
  });
}

/** The AR's seal, or a new one in its place where the AR's name, the addresses or the issuer are others now. */
async function currentSeal(ctx: Context, raId: string): Promise<OpenAuthority> {
  const ra = await registrationAuthority(ctx.db, raId);
  if (!ra) throw new Error(`registration authority ${raId} is gone`);
  const issuing = await openAuthority(ctx, ctx.db, "issuing");
  const at = await publishedBy(ctx, ctx.db, issuing, "issuing");
  const now = ctx.clock.now();
  const name = holderCommonName(ra.name, ra.cnpj);
  const planOf = (signer: Signer) => {
    const about = { serial: newSerial(), validity: validityFrom(now, 5), commonName: name, cnpj: ra.cnpj };
    return sealPlan(issuing, at, signer.publicKeyInfo, about);
  };
  const before = await openSealOf(ctx, ctx.db, raId);
  if (before && isCurrent(before.certificate, planOf(before.signer), now)) return before;
  if (before)
    await transact(ctx.db, async (tx) => {
      await retireAuthorities(tx, now, before.id);
      const details = { name: before.name };
      await record(tx, { chain: `ar:${raId}`, act: "seal.replaced", actor: { kind: "system" }, details }, now);
    });
  await makeAuthority(ctx, {
    kind: "seal",
    raId,
    name,
    issuer: issuing,
    bits: 2048,
    chain: `ar:${raId}`,
    prepare: (signer) => prepareCertificate(issuing, planOf(signer)),
  });
  // Another process may have been faster: the one in service counts, not the one drawn here.
  const seal = await openSealOf(ctx, ctx.db, raId);
  if (!seal) throw new Error(`the seal of ${raId} was not stored`);
  return seal;
}

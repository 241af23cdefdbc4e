import { createHash } from "node:crypto";
import { registrationAuthority } from "../people/people-views.ts";
import { sealPlan } from "../pki/authority-profile.ts";
import { signCades } from "../pki/cades.ts";
import { newSerial, prepareCertificate } from "../pki/certificate.ts";
import { holderCommonName } from "../pki/icp-text.ts";
import { issueTimestamp } from "../pki/timestamp.ts";
import type { Context } from "../platform/context.ts";
import { chainOf, openAuthority, openSealOf, openTimestampUnit, publishedAt } from "./authority-keys.ts";
import { validityFrom } from "./ensure-authorities.ts";
import { makeAuthority } from "./make-authority.ts";

/** Detached CAdES-T, DER, by the AR's electronic seal, which is made at its first use. Never inside a transaction. */
export async function sealContent(ctx: Context, command: { raId: string; content: Uint8Array }): Promise<Uint8Array> {
  const { raId, content } = command;
  const now = ctx.clock.now();
  const seal = (await openSealOf(ctx, ctx.db, raId)) ?? (await makeSeal(ctx, raId));
  const unit = await openTimestampUnit(ctx, ctx.db);
  return signCades({
    digest: createHash("sha256").update(content).digest(),
    certificates: await chainOf(ctx.db, seal),
    signer: seal.signer,
    signingTime: now,
    timestamp: (imprint) => issueTimestamp(unit, { imprint }, now),
  });
}

async function makeSeal(ctx: Context, raId: string) {
  const ra = await registrationAuthority(ctx.db, raId);
  if (!ra) throw new Error(`registration authority ${raId} is gone`);
  const issuing = await openAuthority(ctx, ctx.db, "issuing");
  const name = holderCommonName(ra.name, ra.cnpj);
  const validity = validityFrom(ctx.clock.now(), 5);
  await makeAuthority(ctx, {
    kind: "seal",
    raId,
    name,
    issuer: issuing,
    bits: 2048,
    chain: `ar:${raId}`,
    prepare: (signer) => {
      const about = { serial: newSerial(), validity, commonName: name, cnpj: ra.cnpj };
      return prepareCertificate(
        issuing,
        sealPlan(issuing, publishedAt(ctx.config, "issuing"), signer.publicKeyInfo, about),
      );
    },
  });
  // Another process may have been faster: the one in service counts, not the one drawn here.
  const seal = await openSealOf(ctx, ctx.db, raId);
  if (!seal) throw new Error(`the seal of ${raId} was not stored`);
  return seal;
}

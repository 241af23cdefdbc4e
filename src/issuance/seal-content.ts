import { createHash } from "node:crypto";
import { record } from "../audit/record.ts";
import { registrationAuthority } from "../people/people-views.ts";
import { sealPlan } from "../pki/authority-profile.ts";
import { signCades } from "../pki/cades.ts";
import { newSerial, prepareCertificate, signCertificate } from "../pki/certificate.ts";
import { holderCommonName } from "../pki/icp-text.ts";
import { newRsaKey, openRsaKey, softwareSigner } from "../pki/software-signer.ts";
import { issueTimestamp } from "../pki/timestamp.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { newId, sha256Hex } from "../platform/ids.ts";
import { chainOf, openAuthority, openSealOf, openTimestampUnit, publishedAt } from "./authority-keys.ts";
import { insertAuthority } from "./authority-store.ts";
import { validityFrom } from "./ensure-authorities.ts";

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
  const now = ctx.clock.now();
  const key = await newRsaKey(2048);
  const name = holderCommonName(ra.name, ra.cnpj);
  const plan = sealPlan(
    issuing,
    publishedAt(ctx.config, "issuing"),
    softwareSigner(openRsaKey(key), "sha256").publicKeyInfo,
    {
      serial: newSerial(),
      validity: validityFrom(now, 5),
      commonName: name,
      cnpj: ra.cnpj,
    },
  );
  const prepared = prepareCertificate(issuing, plan);
  const certificate = await signCertificate(prepared);
  await transact(ctx.db, async (tx) => {
    const sealedKey = ctx.secrets.seal(key);
    const authority = { id: newId(), kind: "seal" as const, raId, name, issuerId: issuing.id, certificate, sealedKey };
    if (!(await insertAuthority(tx, authority, now))) return;
    const details = { name, fingerprint: sha256Hex(certificate), tbsHash: prepared.tbsHash };
    await record(tx, { chain: `ar:${raId}`, act: "seal.created", actor: { kind: "system" }, details }, now);
  });
  // Another process may have been faster: the one in service counts, not the one drawn here.
  const seal = await openSealOf(ctx, ctx.db, raId);
  if (!seal) throw new Error(`the seal of ${raId} was not stored`);
  return seal;
}

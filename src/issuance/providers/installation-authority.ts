import { newSerial, prepareCertificate, recallPrepared, signCertificate } from "../../pki/certificates/certificate.ts";
import { readCertificate } from "../../pki/certificates/certificate-reader.ts";
import { holderPlan, holderValidity } from "../../pki/certificates/holder-profile.ts";
import type { Transaction } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { openAuthority, openAuthorityById, publishedBy } from "../authorities/authority-keys.ts";
import type { AskedCertificate, CertificationAuthority, PreparedIssuance } from "../certification-authority.ts";
import { keepCrls } from "../lists/keep-crls.ts";

/** The issuing authority of this installation: answers at once, signs what was recorded, and revokes by publishing its list. */
export const installationAuthority: CertificationAuthority = {
  name: "installation",
  prepare,
  async issue(ctx, { authorityId, content, contentHash }) {
    if (!authorityId) throw new Error("recorded for an authority outside");
    const authority = await openAuthorityById(ctx, ctx.db, authorityId);
    return { certificate: await signCertificate(recallPrepared(authority, content, contentHash)) };
  },
  // The serials to be listed are rows: each list that lacks one is due.
  revoke: (ctx) => keepCrls(ctx),
};

async function prepare(ctx: Context, tx: Transaction, asked: AskedCertificate): Promise<PreparedIssuance> {
  const issuer = await openAuthority(ctx, tx, "issuing");
  const { type, paidUntil, publicKeyInfo, identification, holder } = asked;
  const serial = newSerial();
  const ofIssuer = readCertificate(issuer.certificate);
  const { notBefore, notAfter } = holderValidity(atSecond(ctx.clock.now()), asked.months, ofIssuer.notAfter);
  const plan = holderPlan(issuer, await publishedBy(ctx, tx, issuer, "issuing"), {
    serial,
    type,
    validity: { notBefore, notAfter: paidUntil && paidUntil < notAfter ? paidUntil : notAfter },
    publicKeyInfo,
    issuerName: issuer.name,
    identification,
    holder,
  });
  const { tbs, tbsHash } = prepareCertificate(issuer, plan);
  const hex = Buffer.from(serial).toString("hex").toUpperCase();
  return { serial: hex, authorityId: issuer.id, content: tbs, contentHash: tbsHash };
}

const atSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

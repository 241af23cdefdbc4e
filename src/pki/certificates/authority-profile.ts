import { oids } from "../der/oids.ts";
import type { Signer } from "../keys/signer.ts";
import { sealAltNames } from "../names/other-names.ts";
import type { Authority, CertificatePlan, Validity } from "./certificate.ts";
import * as extensions from "./extensions.ts";
import { organizationOf, type PublishedAt } from "./holder-profile.ts";

type Common = { serial: Uint8Array; validity: Validity; commonName: string };

/** Root of an installation (shape of the real AC Raiz: policy of the root, no address but its own CRL). */
export function rootPlan(
  signer: Signer,
  at: PublishedAt,
  common: Common & { organization: string },
): Omit<CertificatePlan, "publicKeyInfo"> {
  return {
    serial: common.serial,
    validity: common.validity,
    subject: {
      organization: common.organization,
      organizationalUnits: ["Autoridade Certificadora da Instalacao"],
      commonName: common.commonName,
    },
    extensions: [
      extensions.basicConstraints(true),
      extensions.keyUsage("keyCertSign", "crlSign"),
      extensions.subjectKey(signer.publicKeyInfo),
      extensions.authorityKey(signer.publicKeyInfo),
      extensions.certificatePolicies(["2.16.76.1.1.0"], at.practice),
      extensions.crlAddresses(at.crl),
    ],
  };
}

/** Policies of what the issuing authority signs beside holders' certificates. */
const servicePolicies = { timestamp: "2.16.76.1.2.303.999", seal: "2.16.76.1.2.201.999", agent: "2.16.76.1.2.1.999" };

/**
 * Authority that issues to holders: nothing may stand below it (pathLenConstraint 0). It lists every policy that stands below
 * it, `holders` first: who asks for an explicit policy finds none else (RFC 5280 §6.1.3 d).
 */
export function issuingPlan(
  root: Authority,
  at: PublishedAt,
  publicKeyInfo: Uint8Array,
  common: Common & { holders: string[] },
): CertificatePlan {
  const policies = new Set(["2.16.76.1.1.999", ...common.holders, ...Object.values(servicePolicies)]);
  return {
    serial: common.serial,
    validity: common.validity,
    publicKeyInfo,
    subject: {
      organization: organizationOf(root),
      organizationalUnits: ["Autoridade Certificadora da Instalacao"],
      commonName: common.commonName,
    },
    extensions: [
      extensions.basicConstraints(true, 0),
      extensions.keyUsage("keyCertSign", "crlSign"),
      extensions.subjectKey(publicKeyInfo),
      extensions.authorityKey(root.signer.publicKeyInfo),
      extensions.certificatePolicies([...policies], at.practice),
      extensions.crlAddresses(at.crl),
      extensions.issuersAddress(at.issuers),
    ],
  };
}

function serviceExtensions(
  issuer: Authority,
  at: PublishedAt,
  publicKeyInfo: Uint8Array,
  policy: string,
): Uint8Array[] {
  return [
    extensions.basicConstraints(false),
    extensions.authorityKey(issuer.signer.publicKeyInfo),
    extensions.subjectKey(publicKeyInfo),
    extensions.certificatePolicies([policy], at.practice),
    extensions.crlAddresses(at.crl),
    extensions.issuersAddress(at.issuers),
    extensions.keyUsage("digitalSignature", "nonRepudiation"),
  ];
}

/**
 * Time-stamping unit of the installation, which says in its name that nobody accredited it: keyUsage exactly these two, extKeyUsage timeStamping alone and
 * critical (RFC 3161 §2.3).
 */
export function timestampPlan(
  issuer: Authority,
  at: PublishedAt,
  publicKeyInfo: Uint8Array,
  common: Common,
): CertificatePlan {
  return {
    serial: common.serial,
    validity: common.validity,
    publicKeyInfo,
    subject: {
      organization: organizationOf(issuer),
      organizationalUnits: ["Carimbo do tempo da propria instalacao, nao credenciado"],
      commonName: common.commonName,
    },
    extensions: [
      ...serviceExtensions(issuer, at, publicKeyInfo, servicePolicies.timestamp),
      extensions.extendedKeyUsage(true, oids.timeStamping),
    ],
  };
}

/** Seal of a registration authority: signs dossiers in the AR's name (electronic seal, Res. 211/2024 SE-S). */
export function sealPlan(
  issuer: Authority,
  at: PublishedAt,
  publicKeyInfo: Uint8Array,
  common: Common & { cnpj: string },
): CertificatePlan {
  return {
    serial: common.serial,
    validity: common.validity,
    publicKeyInfo,
    subject: {
      organization: organizationOf(issuer),
      organizationalUnits: ["Selo Eletronico"],
      commonName: common.commonName,
    },
    extensions: [
      ...serviceExtensions(issuer, at, publicKeyInfo, servicePolicies.seal),
      extensions.altNames(sealAltNames(common.cnpj)),
      extensions.extendedKeyUsage(false, oids.emailProtection),
    ],
  };
}

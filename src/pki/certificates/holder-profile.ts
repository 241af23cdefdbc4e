import { oids } from "../der/oids.ts";
import { holderCommonName, plainUpper } from "../names/icp-text.ts";
import { type CompanyHolder, companyAltNames, type NaturalHolder, naturalAltNames } from "../names/other-names.ts";
import type { Authority, CertificatePlan, Validity } from "./certificate.ts";
import { readCertificate } from "./certificate-reader.ts";
import type { CertificateType } from "./certificate-type.ts";
import * as extensions from "./extensions.ts";

/** Addresses printed in every certificate of one authority. Two CRL addresses (DOC-ICP-04 item 7.1.2.2 e). */
export type PublishedAt = { crl: [string, string]; issuers: string; practice: string };

/** Identification of the holder as it stands in the DN (Res. 169/2020): by content, the AR's CNPJ and the way. */
type Identification = { raCnpj: string; way: "presencial" | "videoconferencia" | "certificado digital" };

export type HolderRequest = {
  serial: Uint8Array;
  type: CertificateType;
  validity: Validity;
  publicKeyInfo: Uint8Array;
  issuerName: string;
  identification: Identification;
  holder: NaturalHolder | CompanyHolder;
};

/** e-CPF or e-CNPJ, profile of DOC-ICP-04 item 7.1.2 (keyUsage critical, the rest not; basicConstraints critical since 2026). */
export function holderPlan(issuer: Authority, at: PublishedAt, request: HolderRequest): CertificatePlan {
  const { holder, type, identification } = request;
  const company = "cnpj" in holder;
  return {
    serial: request.serial,
    validity: request.validity,
    publicKeyInfo: request.publicKeyInfo,
    subject: {
      organization: organizationOf(issuer),
      stateAndCity:
        company && holder.seat ? { state: holder.seat.state, city: plainUpper(holder.seat.city) } : undefined,
      organizationalUnits: [request.issuerName, identification.raCnpj, identification.way, type.unit].filter(Boolean),
      commonName: company
        ? holderCommonName(holder.companyName, holder.cnpj)
        : holderCommonName(holder.name, holder.person.cpf),
    },
    extensions: [
      extensions.basicConstraints(false),
      extensions.authorityKey(issuer.signer.publicKeyInfo),
      extensions.subjectKey(request.publicKeyInfo),
      extensions.altNames(company ? companyAltNames(holder) : naturalAltNames(holder)),
      extensions.certificatePolicies([type.policy], at.practice),
      extensions.crlAddresses(at.crl),
      extensions.issuersAddress(at.issuers),
      extensions.keyUsage("digitalSignature", "nonRepudiation", "keyEncipherment"),
      extensions.extendedKeyUsage(false, oids.clientAuth, oids.emailProtection),
    ],
  };
}

/** O of whatever this authority signs: its own. */
export const organizationOf = (issuer: Authority): string => readCertificate(issuer.certificate).organization;

/** `months` after the start to the second, in UTC; the last day of a shorter month; never beyond the issuer (RFC 5280 §6.1). */
export function holderValidity(notBefore: Date, months: number, issuerNotAfter: Date): Validity {
  const notAfter = new Date(notBefore);
  notAfter.setUTCDate(1);
  notAfter.setUTCMonth(notAfter.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(notAfter.getUTCFullYear(), notAfter.getUTCMonth() + 1, 0)).getUTCDate();
  notAfter.setUTCDate(Math.min(notBefore.getUTCDate(), lastDay));
  return { notBefore, notAfter: notAfter < issuerNotAfter ? notAfter : issuerNotAfter };
}

import { AsnConvert } from "@peculiar/asn1-schema";
import { Certificate, CertificatePolicies, ExtendedKeyUsage, SubjectAlternativeName } from "@peculiar/asn1-x509";
import { elements } from "../der/der.ts";
import { oids } from "../der/oids.ts";
import { PkiError, parsing } from "../der/pki-error.ts";

export type CertificateContents = {
  /** Hex, upper case. */
  serial: string;
  commonName: string;
  organization: string;
  /** ST and L, of a company. */
  state: string | undefined;
  city: string | undefined;
  organizationalUnits: string[];
  issuerCommonName: string;
  notBefore: Date;
  notAfter: Date;
  email: string | undefined;
  /** ICP-Brasil fields by OID, as text. */
  otherNames: Map<string, string>;
  cpf: string | undefined;
  cnpj: string | undefined;
  birthDate: string | undefined;
  policies: string[];
  purposes: string[];
};

/** Reads any ICP-Brasil certificate, ours or another authority's: by content, never by position of a field in the SAN. */
export function readCertificate(certificate: Uint8Array): CertificateContents {
  const { tbsCertificate: tbs } = parsing("certificate", () => AsnConvert.parse(certificate, Certificate));
  const extension = (type: string): ArrayBuffer | undefined =>
    tbs.extensions?.find((one) => one.extnID === type)?.extnValue.buffer;
  const names = (name: typeof tbs.subject, type: string): string[] =>
    [...name].flatMap((set) => [...set]).flatMap((one) => (one.type === type ? [one.value.toString()] : []));
  const altNames = extension(oids.subjectAltName);
  const policies = extension(oids.certificatePolicies);
  const purposes = extension(oids.extKeyUsage);
  return parsing("extensions", () => {
    const general = altNames ? AsnConvert.parse(altNames, SubjectAlternativeName) : [];
    const otherNames = new Map(
      general.flatMap((name) =>
        name.otherName ? [[name.otherName.typeId, otherNameText(new Uint8Array(name.otherName.value))] as const] : [],
      ),
    );
    const commonName = names(tbs.subject, oids.commonName)[0] ?? "";
    const person = personOf(otherNames.get(oids.personData) ?? otherNames.get(oids.responsibleData));
    return {
      serial: Buffer.from(tbs.serialNumber).toString("hex").toUpperCase(),
      commonName,
      organization: names(tbs.subject, oids.organizationName)[0] ?? "",
      state: names(tbs.subject, oids.stateOrProvinceName)[0],
      city: names(tbs.subject, oids.localityName)[0],
      organizationalUnits: names(tbs.subject, oids.organizationalUnitName),
      issuerCommonName: names(tbs.issuer, oids.commonName)[0] ?? "",
      notBefore: tbs.validity.notBefore.getTime(),
      notAfter: tbs.validity.notAfter.getTime(),
      email: general.find((name) => name.rfc822Name)?.rfc822Name,
      otherNames,
      cpf: person?.cpf ?? /:(\d{11})$/.exec(commonName)?.[1] ?? names(tbs.subject, oids.serialNumber)[0],
      cnpj: otherNames.get(oids.companyCnpj) ?? /:([0-9A-Z]{12}\d{2})$/.exec(commonName)?.[1],
      birthDate: person?.birthDate,
      policies: policies ? AsnConvert.parse(policies, CertificatePolicies).map((one) => one.policyIdentifier) : [],
      purposes: purposes ? [...AsnConvert.parse(purposes, ExtendedKeyUsage)] : [],
    };
  });
}

/** OCTET STRING by the book; Printable, UTF8, IA5 and BMP strings exist in the wild (regulation §3.1). */
function otherNameText(value: Uint8Array): string {
  const [element] = elements(value);
  if (!element) throw new RangeError("otherName without value");
  if (element.tag === 0x1e) return Buffer.from(element.content).swap16().toString("utf16le");
  if (![0x04, 0x0c, 0x13, 0x16].includes(element.tag)) throw new RangeError(`otherName of type ${element.tag}`);
  return Buffer.from(element.content).toString("utf8");
}

/** Fields .1 and .4: 45 positions without identity card, up to 55 with it. All zeros mean absent. */
function personOf(field: string | undefined): { birthDate: string | undefined; cpf: string | undefined } | undefined {
  if (field === undefined) return undefined;
  if (field.length < 45 || field.length > 55)
    throw new PkiError("profile", `person field of ${field.length} positions`);
  const [, day, month, year] = /^(\d\d)(\d\d)(\d{4})/.exec(field) ?? [];
  const cpf = field.slice(8, 19);
  return {
    birthDate: year && year !== "0000" ? `${year}-${month}-${day}` : undefined,
    cpf: /^0+$/.test(cpf) ? undefined : cpf,
  };
}

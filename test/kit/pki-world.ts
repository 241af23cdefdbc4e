import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { issuingPlan, rootPlan, timestampPlan } from "../../src/pki/certificates/authority-profile.ts";
import {
  type Authority,
  newSerial,
  prepareCertificate,
  prepareSelfSigned,
  signCertificate,
} from "../../src/pki/certificates/certificate.ts";
import type { CertificateType } from "../../src/pki/certificates/certificate-type.ts";
import {
  type HolderRequest,
  holderPlan,
  holderValidity,
  type PublishedAt,
} from "../../src/pki/certificates/holder-profile.ts";
import { newRsaKey, openRsaKey, softwareSigner } from "../../src/pki/keys/software-signer.ts";
import type { CompanyHolder, NaturalHolder } from "../../src/pki/names/other-names.ts";
import type { TimestampUnit } from "../../src/pki/signatures/timestamp.ts";

/** The real hour, a minute ago: certtool and keytool know no other clock than the machine's. */
export const now = new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000);
export const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000);

export const publishedAt: PublishedAt = {
  crl: ["http://127.0.0.1/ac/lcr.crl", "http://localhost/ac/lcr.crl"],
  issuers: "http://127.0.0.1/ac/cadeia.p7b",
  practice: "http://127.0.0.1/ac/dpc",
};

export const ecpfA1: CertificateType = {
  code: "A1",
  person: "natural",
  keyOrigin: "software",
  policy: "2.16.76.1.2.1.999",
  unit: "Certificado PF A1",
  longestMonths: 12,
  from: "2008-01-01",
  until: "2029-03-02",
};
export const ecnpjA1: CertificateType = { ...ecpfA1, person: "legal", unit: "Certificado PJ A1" };

export const person: NaturalHolder = {
  name: "João Conceição d'Ávila",
  email: "joao@example.com",
  person: { birthDate: "1990-01-01", cpf: "52998224725" },
};
export const company: CompanyHolder = {
  companyName: "Padaria São José Ltda",
  cnpj: "12ABC34501DE35",
  responsible: {
    ...person,
    person: { ...person.person, identityNumber: "12345678", identityIssuer: "SSP", identityState: "SP" },
  },
};

export type Hierarchy = { root: Authority; issuing: Authority; unit: TimestampUnit; chain: Uint8Array[] };

/** A whole small authority. 2048-bit keys by default: the rule under test is rarely the length of the root's key. */
export async function newHierarchy(bits: 2048 | 4096 = 2048): Promise<Hierarchy> {
  const validity = { notBefore: later(-1), notAfter: later(3650) };
  const rootSigner = softwareSigner(openRsaKey(await newRsaKey(bits)), "sha512");
  const rootCommon = { serial: newSerial(), validity, commonName: "AC Raiz de Teste v1", organization: "ICP-Brasil" };
  const root: Authority = {
    signer: rootSigner,
    certificate: await signCertificate(prepareSelfSigned(rootSigner, rootPlan(rootSigner, publishedAt, rootCommon))),
  };
  const signer = softwareSigner(openRsaKey(await newRsaKey(bits)), "sha512");
  const holders = [ecpfA1.policy, "2.16.76.1.2.3.999"];
  const common = { serial: newSerial(), validity, commonName: "AC de Teste v1", holders };
  const plan = issuingPlan(root, publishedAt, signer.publicKeyInfo, common);
  const issuing: Authority = { signer, certificate: await signCertificate(prepareCertificate(root, plan)) };
  const unitSigner = softwareSigner(openRsaKey(await newRsaKey(2048)), "sha256");
  const unitCommon = { serial: newSerial(), validity, commonName: "Carimbo de Teste 1" };
  const unitPlan = timestampPlan(issuing, publishedAt, unitSigner.publicKeyInfo, unitCommon);
  const unitCertificate = await signCertificate(prepareCertificate(issuing, unitPlan));
  const chain = [issuing.certificate, root.certificate];
  return {
    root,
    issuing,
    chain,
    unit: { certificates: [unitCertificate, ...chain], signer: unitSigner, policy: "2.16.76.1.6.999" },
  };
}

export function holderPlanOf(
  issuing: Authority,
  publicKeyInfo: Uint8Array,
  holder: NaturalHolder | CompanyHolder = person,
) {
  return holderPlan(issuing, publishedAt, holderRequest(publicKeyInfo, now, holder));
}

export function holderRequest(
  publicKeyInfo: Uint8Array,
  from: Date,
  holder: NaturalHolder | CompanyHolder = person,
): HolderRequest {
  const type = "cnpj" in holder ? ecnpjA1 : ecpfA1;
  return {
    serial: newSerial(),
    type,
    validity: holderValidity(from, 12, later(3650)),
    publicKeyInfo,
    issuerName: "AC de Teste v1",
    identification: { raCnpj: "11222333000181", way: "videoconferencia" },
    holder,
  };
}

export type Scratch = {
  path: (name: string) => string;
  write: (name: string, content: string | Uint8Array) => string;
  remove: () => void;
};

export function newScratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), "confere-pki-"));
  const path = (name: string): string => join(folder, name);
  return {
    path,
    write: (name, content) => {
      writeFileSync(path(name), content);
      return path(name);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs an independent program; its words (both streams) when it accepts, an Error with them when it refuses. */
export function judge(program: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", input: "" });
  const words = `${stdout ?? ""}${stderr ?? ""}`;
  if (status !== 0) throw new Error(`${program} refuses: ${error?.message ?? words}`);
  return words;
}

export function isInstalled(program: string): boolean {
  return spawnSync("sh", ["-c", 'command -v "$0"', program]).status === 0;
}

import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlacedOrder } from "../../orders/order.ts";
import { companyAltNames, naturalAltNames } from "../../pki/names/other-names.ts";
import type { CertificateFields } from "../../proofing/fields/certificate-fields.ts";
import { holderInCertificate } from "./holder-in-certificate.ts";

const order = {
  applicantName: "Maria da Silva",
  cpf: "52998224725",
  birthDate: "1990-02-28",
  email: "maria@exemplo.com.br",
  companyName: "Padaria Sol",
  cnpj: "12ABC34501DE35",
} as PlacedOrder & { birthDate: string };
const fields: CertificateFields = {
  seat: { state: "SP", city: "SAO PAULO" },
  identity: { number: "12345678X", issuer: "SSP", state: "SP" },
  nis: { number: "12345678919" },
  "voter-title": { number: "123456780140", zone: "12", section: "345", municipality: "BELEM", state: "PA" },
  cei: { number: "123456789012" },
};
const text = (names: Uint8Array): string => Buffer.from(names).toString("latin1");

test("a person's certificate bears NIS, identity card, voter's title and CEI at their positions; nothing where nothing was copied", () => {
  const holder = holderInCertificate(order, { person: "natural" }, fields);
  assert.ok(!("cnpj" in holder));
  const names = text(naturalAltNames(holder));
  for (const field of [
    "28021990529982247251234567891900000012345678XSSPSP",
    "1234567801400120345BELEMPA",
    "123456789012",
  ])
    assert.ok(names.includes(field), field);
  const bare = holderInCertificate(order, { person: "natural" }, {});
  assert.ok(text(naturalAltNames(bare as typeof holder)).includes(`2802199052998224725${"0".repeat(26)}`));
});

test("a company's bears its seat, its CEI and its responsible's numbers, and no voter's title; without its company there is none", () => {
  const holder = holderInCertificate(order, { person: "legal" }, fields);
  assert.ok("cnpj" in holder);
  assert.deepEqual(holder.seat, fields.seat);
  const names = text(companyAltNames(holder));
  assert.ok(names.includes("28021990529982247251234567891900000012345678XSSPSP") && names.includes("123456789012"));
  assert.ok(!names.includes("BELEM"));
  assert.throws(() => holderInCertificate({ ...order, cnpj: null }, { person: "legal" }, fields), /lacks its company/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { type IssuanceFacts, isRevocable, issuanceStage, mayIssue } from "./issuance.ts";
import { agreementText } from "./subscriber-agreement.ts";

const ready: IssuanceFacts = {
  paid: true,
  cancelled: false,
  frozen: false,
  keyOrigin: "software",
  validated: true,
  verified: true,
  dossierSealed: true,
  asked: false,
  certificateIssued: false,
  agreementSigned: false,
  revoked: false,
  paidTimeRuns: true,
};

test("a certificate needs payment, two people and the sealed dossier; each lack has its name", () => {
  assert.equal(mayIssue(ready), true);
  for (const [lack, stage] of [
    [{ paid: false }, "waiting-payment"],
    [{ validated: false, verified: false, dossierSealed: false }, "waiting-validation"],
    [{ verified: false, dossierSealed: false }, "waiting-verification"],
    [{ dossierSealed: false }, "waiting-seal"],
    [{ keyOrigin: "device" }, "waiting-device"],
    [{ asked: true }, "waiting-authority"],
    [{ cancelled: true }, "closed"],
    [{ frozen: true }, "closed"],
    [{ certificateIssued: true }, "agreement"],
    [{ certificateIssued: true, agreementSigned: true }, "done"],
    [{ certificateIssued: true, revoked: true, paidTimeRuns: false }, "revoked"],
    [{ certificateIssued: true, revoked: true, validated: false, verified: false }, "waiting-validation"],
    [{ certificateIssued: true, revoked: true, cancelled: true }, "closed"],
  ] as [Partial<IssuanceFacts>, string][]) {
    assert.equal(issuanceStage({ ...ready, ...lack }), stage);
    assert.equal(mayIssue({ ...ready, ...lack }), false);
  }
});

test("a revoked certificate has a successor while the paid time runs, after another identification", () => {
  assert.equal(mayIssue({ ...ready, certificateIssued: true, agreementSigned: true, revoked: true }), true);
  assert.equal(isRevocable({ certificateIssued: true, revoked: false }), true);
  assert.equal(isRevocable({ certificateIssued: true, revoked: true }), false);
  assert.equal(isRevocable({ certificateIssued: false, revoked: false }), false);
});

test("the agreement names holder, order, serial and fingerprint; a company with its responsible", () => {
  const facts = {
    holderName: "Maria da Silva",
    cpf: "52998224725",
    companyName: null,
    cnpj: null,
    orderNumber: "CERTI10001",
    productName: "e-CPF A1, 12 meses",
    serial: "4A01",
    fingerprint: "ab".repeat(32),
    notBefore: new Date("2026-11-23T13:00:00Z"),
    notAfter: new Date("2027-11-23T13:00:00Z"),
    raName: "AR Teste",
  };
  const text = agreementText(facts);
  for (const part of [
    "Titular: Maria da Silva, CPF 529.982.247-25.",
    "CERTI10001",
    "4A01",
    "ab".repeat(32),
    "23/11/2026",
  ])
    assert.ok(text.includes(part), part);
  const company = agreementText({ ...facts, companyName: "Padaria Ltda", cnpj: "12ABC34501DE35" });
  assert.match(company, /Padaria Ltda, CNPJ 12\.ABC\.345\/01DE-35, por seu responsável Maria da Silva/);
});

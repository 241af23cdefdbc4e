import assert from "node:assert/strict";
import { test } from "node:test";
import { brazilianStates, parseField } from "./certificate-fields.ts";

test("fields are read as people write them and kept as the certificate holds them", () => {
  assert.deepEqual(parseField("seat", { state: "SP", city: "São José d'Oeste" }), {
    content: { state: "SP", city: "SAO JOSE D'OESTE" },
  });
  assert.deepEqual(parseField("identity", { number: "12.345.678-X", issuer: "ssp", state: "sp" }), {
    content: { number: "12345678X", issuer: "SSP", state: "SP" },
  });
  assert.deepEqual(parseField("nis", { number: "123.45678.91-9" }), { content: { number: "12345678919" } });
  assert.deepEqual(
    parseField("voter-title", {
      number: "1234 5678 0140",
      zone: "12",
      section: "345",
      municipality: "Belém",
      state: "PA",
    }),
    { content: { number: "123456780140", zone: "12", section: "345", municipality: "BELEM", state: "PA" } },
  );
  assert.deepEqual(parseField("cei", { number: "12.345.67890/12" }), { content: { number: "123456789012" } });
  assert.equal(new Set(brazilianStates).size, 27);
});

test("every part that is wrong has its words, beside its own field", () => {
  const faultsOf = (kind: Parameters<typeof parseField>[0], typed: Record<string, string>) => {
    const parsed = parseField(kind, typed);
    assert.ok("faults" in parsed, JSON.stringify(parsed));
    return Object.keys(parsed.faults).sort();
  };
  assert.deepEqual(faultsOf("seat", { state: "XX", city: "王" }), ["city", "state"]);
  assert.deepEqual(faultsOf("seat", {}), ["city", "state"]);
  assert.deepEqual(faultsOf("identity", { number: "1", issuer: "SECRETARIA DE SEGURANCA", state: "SP" }), [
    "issuer",
    "number",
  ]);
  assert.deepEqual(faultsOf("nis", { number: "12345678918" }), ["number"]);
  assert.deepEqual(faultsOf("nis", { number: "00000000000" }), ["number"]);
  assert.deepEqual(
    faultsOf("voter-title", { number: "1", zone: "1234", section: "12345", municipality: "", state: "" }),
    ["municipality", "number", "section", "state", "zone"],
  );
  assert.deepEqual(faultsOf("cei", { number: "12" }), ["number"]);
});

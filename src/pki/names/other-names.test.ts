import assert from "node:assert/strict";
import { test } from "node:test";
import { inside, oid } from "../der/der.ts";
import { holderCommonName, plainUpper } from "./icp-text.ts";
import { companyAltNames, naturalAltNames, personField, voterField } from "./other-names.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const person = { birthDate: "1990-01-01", cpf: "52998224725" };
const zeros = (n: number): string => "30".repeat(n);

test("field .1 without identity card: the vector of 45 positions", () => {
  const [first] = inside(naturalAltNames({ name: "X", person }));
  assert.equal(hex(first!.whole), `a0380605604c010301a02f042d30313031313939303532393938323234373235${zeros(26)}`);
});

test("field .1 with identity card ends in issuer and state, not padded", () => {
  const [first] = inside(
    naturalAltNames({
      name: "X",
      person: { ...person, identityNumber: "12345678", identityIssuer: "SSP", identityState: "SP" },
    }),
  );
  const bytes = hex(first!.whole);
  assert.ok(bytes.startsWith("a03d0605604c010301a0340432"));
  assert.ok(bytes.endsWith("3030303030303031323334353637385353505350"));
});

test("fields .6 and .5 absent are zeros, in the norm's order", () => {
  const [, second, third] = inside(naturalAltNames({ name: "X", person }));
  assert.equal(hex(second!.whole), `a0170605604c010306a00e040c${zeros(12)}`);
  assert.equal(hex(third!.whole), `a01e0605604c010305a0150413${zeros(19)}`);
});

test("field .3 holds an alphanumeric CNPJ as it is", () => {
  const fields = inside(
    companyAltNames({ responsible: { name: "X", person }, companyName: "Y", cnpj: "12ABC34501DE35" }),
  );
  assert.equal(hex(fields[2]!.whole), `a0190605604c010303a010040e${Buffer.from("12ABC34501DE35").toString("hex")}`);
  assert.deepEqual(
    fields.map((field) => hex(inside(field.whole)[0]!.whole).slice(-2)),
    ["04", "02", "03", "07"],
  );
});

test("policy identifiers: the vectors of the profile", () => {
  for (const [dotted, expected] of [
    ["2.16.76.1.2.1.12", "0606604c0102010c"],
    ["2.16.76.1.2.3.13", "0606604c0102030d"],
    ["2.16.76.1.2.201.1", "0607604c0102814901"],
    ["2.16.76.1.2.202.1", "0607604c0102814a01"],
  ])
    assert.equal(hex(oid(dotted!)), expected);
});

test("the name is cut at 52 for a CPF and at 49 for a CNPJ; the number never", () => {
  assert.equal(holderCommonName("A".repeat(90), "52998224725"), `${"A".repeat(52)}:52998224725`);
  assert.equal(holderCommonName("A".repeat(90), "12ABC34501DE35"), `${"A".repeat(49)}:12ABC34501DE35`);
});

test("accents go, c for c-cedilla, blanks are made single", () => {
  assert.equal(plainUpper("  José  Gonçalves\u00a0Nuñez "), "JOSE GONCALVES NUNEZ");
});

test("a number too long for its field is refused, not cut", () => {
  assert.throws(() => personField({ ...person, nis: "123456789012" }), /profile/);
});

test("the voter's title takes 19 positions and its town", () => {
  const title = { number: "123456780191", zone: "12", section: "34", municipality: "Porto Alegre", state: "RS" };
  assert.equal(voterField(title), "1234567801910120034PORTO ALEGRERS");
});

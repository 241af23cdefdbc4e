import assert from "node:assert/strict";
import { test } from "node:test";
import { ascii, ia5String, printableString } from "../der/der.ts";
import { PkiError } from "../der/pki-error.ts";
import { distinguishedName } from "./distinguished-name.ts";
import { holderCommonName, inPlainLetters, plainName, plainUpper } from "./icp-text.ts";
import { companyAltNames, naturalAltNames, personField } from "./other-names.ts";

const person = { birthDate: "1990-01-01", cpf: "86234567851" };
const refuses = (act: () => unknown, letters: RegExp) =>
  assert.throws(
    act,
    (error) => error instanceof PkiError && error.refusal === "name-not-writable" && letters.test(error.message),
  );

test("every apostrophe and every hyphen that a phone types gives the same name", () => {
  for (const sign of "'’‘´`ʼʻ′＇‛ʹˈ")
    assert.equal(holderCommonName(`Joana D${sign}Ávila`, person.cpf), "JOANA D'AVILA:86234567851", sign);
  for (const sign of "-‐‑‒–—―−﹣－⁃")
    assert.equal(holderCommonName(`Ana Sá${sign}Reis`, person.cpf), "ANA SA-REIS:86234567851", sign);
});

test("letters that do not come apart go by the table; ordinals, ligatures and wide letters by Unicode", () => {
  for (const [typed, written] of [
    ["Søren Kjær Ðorðević", "SOREN KJAER DORDEVIC"],
    ["Łukasz Đỗ Þór Strauß", "LUKASZ DO THOR STRAUSS"],
    ["Œuvre Ŋaŧa Ħal İpek Işık Əli", "OEUVRE NATA HAL IPEK ISIK ELI"],
    ["1º Ofício, 2ª Vara e 3° Cartório", "1O OFICIO, 2A VARA E 3O CARTORIO"],
    ["Ｍａｒｉａ ﬁlha № 5 10×15 Ⅳ", "MARIA FILHA NO 5 10X15 IV"],
    ["Nguyễn Thị Ánh Ởn", "NGUYEN THI ANH ON"],
    ["Mª José e\u0301 n\u0303 m\u0303", "MA JOSE E N M"],
    ["Col·lecció “Sol” ⁄ Lua…", 'COL.LECCIO "SOL" / LUA...'],
    ["Estrela * & Cia", "ESTRELA * & CIA"],
    // Marks nobody sees: no-break and zero-width blanks, soft hyphen, byte order mark, directions.
    ["\ufeffJosé\u00a0\u200bda\u3000Sil\u00adva\u202c", "JOSE DA SILVA"],
  ] as const)
    assert.deepEqual(inPlainLetters(typed), { text: written, left: [] }, typed);
});

test("no letter of the Latin alphabet from Latin-1 to Vietnamese is left over", () => {
  const left: string[] = [];
  for (const [from, to] of [
    [0xc0, 0x17f],
    [0x1e00, 0x1eff],
  ] as const)
    for (let code = from; code <= to; code++) {
      const letter = String.fromCodePoint(code);
      if (/\p{L}/u.test(letter)) left.push(...inPlainLetters(letter).left);
    }
  assert.deepEqual(left, ["ẜ", "ẝ", "ẟ", "Ỻ", "ỻ", "Ỽ", "ỽ", "Ỿ", "ỿ"], "medieval letters only");
});

test("what is left over is named as typed, and never dropped", () => {
  for (const [typed, left] of [
    ["王小明", ["王", "小", "明"]],
    ["Иван Петров", ["И", "в", "а", "н", "П", "е", "т", "р", "о"]],
    ["Ana 😀 Souza", ["😀"]],
    ["Ana 👩‍👧 🇧🇷 ❤️", ["👩‍👧", "🇧🇷", "❤️"]],
    ["Αθηνά", ["Α", "θ", "η", "ν", "ά"]],
    ["Padaria_Sol® <b>", ["_", "®", "<", ">"]],
    ["مريم", ["م", "ر", "ي"]],
  ] as const) {
    assert.deepEqual(inPlainLetters(typed).left, left, typed);
    refuses(() => plainUpper(typed), new RegExp(left[0]!.replace(/[_®<>]/g, "\\$&")));
    refuses(() => holderCommonName(typed, person.cpf), /./);
    refuses(
      () => naturalAltNames({ name: "X", person: { ...person, identityNumber: "1", identityIssuer: typed } }),
      /./,
    );
    refuses(
      () => companyAltNames({ companyName: "Y", cnpj: "12ABC34501DE35", responsible: { name: typed, person } }),
      /./,
    );
  }
  assert.equal(personField(person).length, 45);
});

test("a name of nothing but signs, or of nothing, is no name", () => {
  for (const name of ["", "  ", "\u200b", "´", "...", "\u0301"]) {
    refuses(() => plainName(name), /no letter/);
    refuses(() => holderCommonName(name, person.cpf), /no letter/);
  }
  for (const commonName of [":86234567851", "", "JOÃO:1", "A".repeat(65), "王"])
    refuses(() => distinguishedName({ organization: "X", organizationalUnits: [], commonName }), /./);
  refuses(() => distinguishedName({ organization: "X", organizationalUnits: ["Seção"], commonName: "A" }), /Seção/);
});

test("the name is cut after it was written plain, so that the number is always whole", () => {
  const long = holderCommonName("ß".repeat(60), person.cpf);
  assert.equal(long, `${"S".repeat(52)}:86234567851`);
  assert.equal(holderCommonName(`${"A".repeat(51)} B C`, person.cpf), `${"A".repeat(51)}:86234567851`);
});

test("strings that are ASCII by their type refuse everything else", () => {
  for (const write of [ascii, ia5String, printableString]) assert.throws(() => write("joão"), RangeError);
  assert.deepEqual(Buffer.from(ia5String("joao@exemplo.com.br").subarray(2)).toString(), "joao@exemplo.com.br");
});

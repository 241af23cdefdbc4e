import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ageOn,
  calendarDay,
  formatEmail,
  formatPhone,
  isOneWord,
  mailboxLettersNotWritable,
  parseCompanyName,
  parseEmail,
  parsePersonName,
  parsePhone,
} from "./applicant.ts";

test("three fields make a day only if there is such a day", () => {
  assert.equal(calendarDay("1", "2", "1990"), "1990-02-01");
  assert.equal(calendarDay("29", "02", "2000"), "2000-02-29");
  assert.equal(calendarDay(" 1\u200b", "２", "1990\u00a0"), "1990-02-01");
  for (const [day, month, year] of [
    ["29", "2", "1999"],
    ["31", "4", "1990"],
    ["0", "1", "1990"],
    ["1", "13", "1990"],
    ["1", "1", "90"],
    ["001", "1", "1990"],
    ["1", "001", "1990"],
    ["1", "1", "01990"],
    ["1x", "1", "1990"],
    ["x1", "1", "1990"],
    ["1", "1x", "1990"],
    ["1", "x1", "1990"],
    ["1", "1", "1990x"],
    ["1", "1", "x1990"],
    ["", "", ""],
  ] as const)
    assert.equal(calendarDay(day, month, year), undefined, `${day}/${month}/${year}`);
});

test("age turns on the birthday itself", () => {
  assert.equal(ageOn("2008-11-23", "2026-11-22"), 17);
  assert.equal(ageOn("2008-11-23", "2026-11-23"), 18);
  assert.ok(ageOn("2030-01-01", "2026-11-23") < 0);
});

test("names keep accents and particles; one word is a name; figures are refused", () => {
  assert.equal(parsePersonName("  Maria   d'Ávila  de Souza "), "Maria d'Ávila de Souza");
  assert.equal(parsePersonName(" Teresa "), "Teresa");
  assert.deepEqual(["Teresa", "Maria Silva", "D'Ávila", "Ana."].map(isOneWord), [true, false, true, true]);
  for (const text of ["M", "Maria 2", "<b>Maria</b> Silva", "", "a".repeat(130)])
    assert.equal(parsePersonName(text), undefined, text);
  assert.equal(parseCompanyName(" Padaria 3 Irmãos & Cia. "), "Padaria 3 Irmãos & Cia.");
  assert.equal(parsePersonName("2 Maria"), undefined);
  for (const [parse, most] of [
    [parsePersonName, 120],
    [parseCompanyName, 160],
  ] as const) {
    assert.equal(parse("a".repeat(most)), "a".repeat(most));
    assert.equal(parse("a".repeat(most + 1)), undefined);
  }
  assert.equal(parseCompanyName("3M"), "3M");
  assert.equal(parseCompanyName("M"), undefined);
  assert.equal(parseCompanyName("<x>"), undefined);
});

test("names as phones type them are kept as typed; letters that no certificate may hold are refused and named", () => {
  for (const sign of "'’‘´`ʼ") assert.equal(parsePersonName(`Joana D${sign}Ávila`), `Joana D${sign}Ávila`, sign);
  for (const sign of "-‐‑–—−") assert.equal(parsePersonName(`Ana Sá${sign}Reis`), `Ana Sá${sign}Reis`, sign);
  assert.equal(parsePersonName("\u200bMaria\u00a0 da\u00ad Silva\ufeff"), "Maria da Silva");
  assert.equal(parsePersonName("Søren Kjær Ðor"), "Søren Kjær Ðor");
  for (const text of ["王 小明", "Иван Петров", "Ana 😀 Souza", "Ana *", "´´ --"])
    assert.equal(parsePersonName(text), undefined, text);
  assert.equal(parseCompanyName("1º Ofício 10×15 – “Sol”"), "1º Ofício 10×15 – “Sol”");
  for (const text of ["株式会社", "Sol®", "!!!"]) assert.equal(parseCompanyName(text), undefined, text);
});

test("a mailbox with accents is refused with its letters, a domain with accents kept as ASCII and read as typed", () => {
  assert.equal(parseEmail("joão@exemplo.com.br"), undefined);
  assert.equal(mailboxLettersNotWritable("joão.ção@exemplo.com.br"), "“ã”, “ç”");
  assert.equal(mailboxLettersNotWritable("joao@açaí.com.br"), undefined);
  const kept = parseEmail(" Maria@Açaí-Pará.com.br ");
  assert.equal(kept, "maria@xn--aa-par-uta6b3c.com.br");
  assert.equal(formatEmail(kept), "maria@açaí-pará.com.br");
  assert.equal(parseEmail(formatEmail(kept)), kept);
  assert.equal(formatEmail("maria@exemplo.com.br"), "maria@exemplo.com.br");
  assert.equal(formatEmail(""), "");
  for (const text of ["maria@açaí", "maria@😀 .com", "@açaí.com", "a@b@c.de"])
    assert.equal(parseEmail(text), undefined, text);
});

test("e-mail and phone as people type them", () => {
  assert.equal(parseEmail(" Maria@Exemplo.COM.br "), "maria@exemplo.com.br");
  for (const text of ["mailto:maria@exemplo.com.br", "E-mail: maria@exemplo.com.br", "email : maria@exemplo.com.br"])
    assert.equal(parseEmail(text), "maria@exemplo.com.br", text);
  assert.equal(parseEmail("mail-email:maria@exemplo.com.br"), undefined);
  assert.equal(parseEmail("m@exemplo.com.br"), "m@exemplo.com.br");
  const domain = `${"d".repeat(100)}.${"d".repeat(100)}.com`;
  for (const [letters, is] of [
    [254, true],
    [255, false],
  ] as const)
    assert.equal(parseEmail(`${"m".repeat(letters - domain.length - 1)}@${domain}`) !== undefined, is, `${letters}`);
  for (const sign of '<>,;:"()[]\\') assert.equal(parseEmail(`ma${sign}ria@exemplo.com`), undefined, sign);
  for (const text of ["maria@exemplo.com/x", "maria@exemplo.com?", "maria@exemplo.com."])
    assert.equal(parseEmail(text), undefined, text);
  for (const text of ["maria", "maria@", "maria@exemplo", "a b@c.de", "a@b.c, d@e.f"])
    assert.equal(parseEmail(text), undefined, text);
  for (const text of ["(11) 98765-4321", "11987654321", "+55 11 98765 4321", "011 98765-4321"])
    assert.equal(parsePhone(text), "+5511987654321", text);
  assert.equal(parsePhone("11 3456-7890"), "+551134567890");
  for (const text of ["98765-4321", "11 1234-5678", "10987654321", "abc"])
    assert.equal(parsePhone(text), undefined, text);
  assert.equal(formatPhone("+5511987654321"), "(11) 98765-4321");
});

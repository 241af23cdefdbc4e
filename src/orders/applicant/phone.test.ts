import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { formatPhone, isLandline, readPhone } from "./phone.ts";

const shapes = readFileSync(new URL("../../../test/cases/36-phone-shapes/input.txt", import.meta.url), "utf8");

test("case 36: a country with a zero after it, a carrier, the 0xx of old signs; an old mobile is told what it lacks", () => {
  const lines = shapes
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as string);
  const mobile = { phone: "+5511987654321" };
  assert.deepEqual(lines.map(readPhone), [mobile, mobile, { fault: "ninth-figure" }, mobile]);
});

test("phones as people write them", () => {
  for (const text of [
    "11987654321",
    "+55 11 98765 4321",
    "55 11 98765-4321",
    "0055 11 98765-4321",
    "011 98765-4321",
    "0 11 98765.4321",
    "021 11 98765-4321",
    "(0xx 11) 98765‑4321",
    "Cel.: (11) 98765–4321",
    "WhatsApp: 11 9 8765-4321",
    "tel:+55-11-98765-4321",
    "（１１）９８７６５－４３２１",
    "\u202a+55 11 98765-4321\u202c",
    "(11) 98765-4321 ramal 12",
    "+55(11)987654321",
    "11/98765-4321",
    "Telefone: 11 98765-4321",
    "fone 11 98765-4321",
    "zap 11 98765-4321",
    "Contato: 11 98765-4321",
    "nº 11 98765-4321",
    "(0XX11) 98765-4321",
    "0011 98765-4321",
    "055 11 98765-4321",
    "+55 (0) 11 98765-4321",
    "11 98765-4321 ext. 12",
    "11 98765-4321 r. 12",
    "11 98765-4321 RAMAL 12",
  ])
    assert.deepEqual(readPhone(text), { phone: "+5511987654321" }, text);
  assert.deepEqual(readPhone("11 3456-7890"), { phone: "+551134567890" });
  assert.deepEqual(readPhone("Fixo: 11 3456-7890"), { phone: "+551134567890" });
  assert.deepEqual(readPhone("5511 3456-7890"), { phone: "+551134567890" });
  assert.deepEqual(readPhone("(55) 98765-4321"), { phone: "+5555987654321" });
  assert.deepEqual(readPhone("(55) 3456-7890"), { phone: "+555534567890" });
  assert.deepEqual(readPhone("(11) 98765-0800"), { phone: "+5511987650800" }, "figures that look like a service's");
});

test("a phone of another country works, by + or by 00", () => {
  for (const [text, phone] of [
    ["+351 912 345 678", "+351912345678"],
    ["00351 912 345 678", "+351912345678"],
    ["(+351) 912 345 678", "+351912345678"],
    ["+1 (415) 555-2671", "+14155552671"],
    ["+54 9 11 2345-6789", "+5491123456789"],
  ] as const) {
    assert.deepEqual(readPhone(text), { phone }, text);
    assert.deepEqual(readPhone(formatPhone(phone)), { phone });
  }
  assert.equal(formatPhone("+351912345678"), "+351 912 345 678");
  assert.equal(formatPhone("+5511987654321"), "(11) 98765-4321");
});

test("each fault has its name", () => {
  for (const [text, fault] of [
    ["", "empty"],
    [" \u200b", "empty"],
    ["abc", "letters"],
    ["11 98765-4321 ou 11 3456-7890", "letters"],
    ["98765-4321", "no-area-code"],
    ["3456-7890", "no-area-code"],
    ["(10) 98765-4321", "area-code"],
    ["(20) 98765-4321", "area-code"],
    ["(11) 8765-4321", "ninth-figure"],
    ["+55 11 8765-4321", "ninth-figure"],
    ["1234", "short"],
    ["(11) 98765-43211", "long"],
    ["11 98765-4321 / 11 98765-4322", "long"],
    ["0800 123 4567", "service"],
    ["11 1234-5678", "number"],
    ["(11) 88765-4321", "number"],
    ["(11) 12345-6789", "number"],
    ["(11) 23456-7890", "number"],
    ["+999 123", "abroad"],
    ["+351 12", "abroad"],
  ] as const)
    assert.deepEqual(readPhone(text), { fault }, text);
});

test("a landline is told apart: it gets no SMS", () => {
  assert.ok(isLandline("+551134567890"));
  for (const phone of ["+5511987654321", "+351212345678", ""]) assert.ok(!isLandline(phone), phone);
});

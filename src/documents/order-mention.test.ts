import assert from "node:assert/strict";
import { test } from "node:test";
import { mentionedOrder, possibleNumbers } from "./order-mention.ts";

const existing = new Set(["CERTI12345678", "CERTI87654321", "17004512"]);
const decide = (subject: string, body = "", fileNames: string[] = []) =>
  mentionedOrder({ subject, body, fileNames }, existing);

const subjects = [
  "Documentos videoconferência CERTI12345678",
  "RES: Documentos videoconferencia CERTI12345678",
  "ENC: RES: documentos VIDEOCONFERÊNCIA + certi12345678",
  "FW: Documentos videoconfer\ufffdncia - CERTI 12345678",
  "Documentos videoconferência nº CERTI 1234-5678.",
  "Documentos CERTI\u00a012345678",
  "Documentos CERTI\u200b1234\u200b5678",
  "Documentos ＣＥＲＴＩ１２３４５６７８",
  "Documentos videoconferência + CERTI: 12345678 17/11/2026",
  "CERTI12345678",
  "documentos_videoconferencia_CERTI_12345678",
];
for (const subject of subjects)
  test(`subject "${subject}" names the order`, () => {
    assert.deepEqual(decide(subject), { kind: "one", number: "CERTI12345678" });
  });

test("a partner's number counts when it exists", () => {
  assert.deepEqual(decide("Documentos videoconferência 17004512"), { kind: "one", number: "17004512" });
});

test("telephones, dates, CNPJs and CPFs that start with 17 are not orders", () => {
  const all = new Set(["17991234567", "17112026", "17004512000181", "170045", "17991234"]);
  for (const text of ["tel (17) 99123-4567", "17/11/2026", "17.004.512/0001-81", "170.045.120-00", "+55 17 99123-4567"])
    assert.deepEqual(mentionedOrder({ subject: text, body: "", fileNames: [] }, all), { kind: "none" }, text);
});

test("a number that does not exist is none, even with our prefix", () => {
  assert.deepEqual(decide("Documentos CERTI99999999 e 17999999"), { kind: "none" });
});

test("subject wins over body, body over file names", () => {
  assert.deepEqual(decide("CERTI12345678", "antes era CERTI87654321"), { kind: "one", number: "CERTI12345678" });
  assert.deepEqual(decide("documentos", "pedido CERTI87654321", ["CERTI12345678.pdf"]), {
    kind: "one",
    number: "CERTI87654321",
  });
  assert.deepEqual(decide("documentos", "", ["17004512_rg.pdf"]), { kind: "one", number: "17004512" });
});

test("two real orders in one place are for a person", () => {
  assert.deepEqual(decide("CERTI12345678 e CERTI87654321"), {
    kind: "ambiguous",
    numbers: ["CERTI12345678", "CERTI87654321"],
  });
});

test("the same order twice is one", () => {
  assert.deepEqual(decide("CERTI12345678 / certi 1234 5678"), { kind: "one", number: "CERTI12345678" });
});

test("a hostile body gives a bounded list quickly", () => {
  const started = performance.now();
  assert.ok(possibleNumbers({ subject: "", body: "CERTI1 2 3 4 5 6 ".repeat(20_000), fileNames: [] }).length <= 200);
  assert.ok(performance.now() - started < 1000);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { orderNumberFrom } from "../../orders/order-number.ts";
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

const ours = orderNumberFrom(1000);
const digits = ours.slice("CERTI".length);
const written = [
  ...["-", "\u2010", "\u2011", "–", "—", "\u2212", ":", "#", " / "].map((mark) => `CERTI${mark}${digits}`),
  `CERTI - No ${digits}`,
  `pedido no. ${digits} (CERTI)`,
  `Documentos ${digits}`,
  `CERT ${digits}`,
  `Certificado digital nº ${digits}`,
  `N.º ${digits}`,
  `№${digits}`,
  `${digits}-rg e comprovante`,
  `CERTI 0000 1000-8`,
  `0000\u20111000\u20118`,
  `CERTI 10008`,
  `pedido 10008`,
  `CERTI0000\n> 10008`,
  `C\u200bE\u2060RTI${digits.split("").join("\u3164")}`,
  `certi(${digits})`,
  `fone (11) 98765-4321, pedido ${digits}`,
];
for (const text of written)
  test(`"${text}" names the order, in the subject and in the body`, () => {
    const real = new Set([ours]);
    assert.deepEqual(mentionedOrder({ subject: text, body: "", fileNames: [] }, real), { kind: "one", number: ours });
    assert.deepEqual(mentionedOrder({ subject: "", body: text, fileNames: [] }, real), { kind: "one", number: ours });
    assert.ok(possibleNumbers({ subject: text, body: "", fileNames: [] }).includes(ours), "and it is looked up");
  });

test("a partner's number as people write it, after a word that announces it", () => {
  for (const text of ["pedido 17 004 512", "pedido nº 17.004.512", "CERTI 17004512", "ordem: 1700-4512"])
    assert.deepEqual(decide(text), { kind: "one", number: "17004512" }, text);
});

test("digits alone count only with the right check digit, and not as a part of something longer", () => {
  const wrong = `${digits.slice(0, -1)}${(Number(digits.at(-1)) + 1) % 10}`;
  const all = new Set([ours, `CERTI${wrong}`, "17112026", "17004512"]);
  const texts = [wrong, `AB${digits}`, `${digits}/0001-22`, `fone ${digits}-9`, `12.${digits}`, `9${digits}`];
  for (const text of [...texts, "pedido de 17/11/2026", "pedido CNPJ 17.004.512/0001-81"])
    assert.deepEqual(mentionedOrder({ subject: text, body: "", fileNames: [] }, all), { kind: "none" }, text);
});

test("a number behind our prefix wins over digits that stand alone beside it", () => {
  const other = orderNumberFrom(2000);
  const where = { subject: `${ours} (RG ${other.slice(5)})`, body: "", fileNames: [] };
  assert.deepEqual(mentionedOrder(where, new Set([ours, other])), { kind: "one", number: ours });
});

const hostile = ["CERTI1 2 3 4 5 6 ", "CERTI N NO NUMERO DE ", "17 ", "1-", "PEDIDO DE ", "1234 5678 9", "CERTI\u2013"];
for (const piece of hostile)
  test(`a body of "${piece}" without end gives a bounded list, and eight times the body costs about eight times the work`, () => {
    const read = (times: number) => {
      const body = piece.repeat(times);
      const before = process.cpuUsage();
      assert.ok(possibleNumbers({ subject: "", body, fileNames: [] }).length <= 200);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const least = (times: number) => Math.min(...Array.from({ length: 5 }, () => read(times)));
    read(1000);
    const [small, large] = [least(2_000), least(16_000)];
    // Processor time, not the clock: work that grows with the square would cost 64 times as much.
    assert.ok(large < 30 * Math.max(small, 2_000), `${small} µs for one part, ${large} µs for eight`);
  });

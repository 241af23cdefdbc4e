import assert from "node:assert/strict";
import { test } from "node:test";
import { draftOf, type Letter } from "./letter.ts";
import { leavesAt, paceAt, paces, sumUp, topicOf } from "./letter-pace.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 11, 1, 13, minutes));
const pace = paceAt(at(0))!;
const plain: Letter = { template: "appointment-moved", subject: "Novo horário", paragraphs: ["Mudou para 15h."] };

test("the rule is dated: before its day nothing is held, and days follow each other", () => {
  assert.equal(paceAt(new Date("2026-11-29T02:59:00Z")), undefined, "still the 28th in Brasília");
  assert.ok(paceAt(new Date("2026-11-29T03:00:00Z")));
  assert.ok(paceAt(new Date("2026-11-29T03:00:00.000Z"))?.from === "2026-11-29", "from its first instant on");
  assert.deepEqual(
    paces.map(({ from }) => from),
    paces.map(({ from }) => from).toSorted(),
  );
});

test("codes, payment, the open room and the hour that has come have no topic: they are never held", () => {
  for (const template of [
    "contact-code",
    "order-paid",
    "purchase-paid",
    "deadline-warned-payment",
    "room-open",
    "hour-before",
    "agent-late",
    "slots-offered",
    "handed-over",
    "certificate-issued",
  ])
    assert.equal(topicOf({ template }, pace), undefined, template);
  assert.equal(topicOf({ template: "deadline-warned-issuance" }, pace), "deadline");
  assert.equal(topicOf({ template: "proofing-pending" }, pace), "result");
});

test("the first leaves at once, the next wait until ten minutes after it and go together", () => {
  assert.deepEqual(leavesAt(plain, undefined, pace, at(0)), at(0));
  assert.deepEqual(leavesAt(plain, at(0), pace, at(1)), at(10));
  assert.deepEqual(leavesAt(plain, at(10), pace, at(7)), at(10), "with the one that waits");
  assert.deepEqual(leavesAt(plain, at(0), pace, at(10)), at(10));
  assert.deepEqual(leavesAt(plain, at(0), pace, at(11)), at(11));
});

test("what speaks of a near hour, or takes an entry out of the calendar, does not wait", () => {
  assert.deepEqual(leavesAt({ ...plain, isUrgent: true }, at(0), pace, at(1)), at(1));
  const cancel = { ...plain, calendar: { method: "CANCEL", content: "" } } as const;
  assert.deepEqual(leavesAt(cancel, at(0), pace, at(1)), at(1));
});

test("one letter of several says every fact of each, the newest first, with its calendar entry", () => {
  const calendar = { method: "REQUEST", content: "BEGIN:VCALENDAR" } as const;
  const letters: [Letter, ...Letter[]] = [
    {
      template: "invitation-declined",
      subject: "Quer outro horário?",
      paragraphs: ["Você recusou."],
      list: ["um fato"],
    },
    { ...plain, calendar, appointmentId: "a" },
    {
      ...plain,
      subject: "Novo horário: 16h",
      paragraphs: ["Mudou para 16h."],
      after: ["O anterior não vale."],
      action: { label: "Ver", url: "https://ar.example/pedido" },
    },
  ];
  const sum = sumUp(letters);
  assert.equal(sum.template, "summed-up");
  assert.equal(sum.subject, "Novo horário: 16h (e mais 2 avisos)");
  assert.equal(sum.appointmentId, undefined, "no fact is lost when one time is freed");
  assert.deepEqual(sum.calendar, calendar);
  const ra = { name: "AR", phone: "1", openingHours: "8h", papersAddress: "p@ar.example" };
  const { text, html } = draftOf({ number: "CERTI1", applicantName: "Maria", ra, orderUrl: "https://ar.example" }, sum);
  for (const whole of [text, html!]) {
    const places = ["Mudou para 16h.", "O anterior não vale.", "Mudou para 15h.", "Quer outro horário?", "um fato"].map(
      (fact) => whole.indexOf(fact),
    );
    assert.ok(!places.includes(-1), whole);
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
  }
  assert.equal(sumUp([plain]), plain);
  const full: Letter = {
    ...plain,
    list: ["fato"],
    after: ["depois"],
    choices: [{ label: "Sim", url: "https://ar.example/sim" }],
    action: { label: "Ver", url: "https://ar.example/ver" },
  };
  const two = sumUp([full, plain]);
  assert.equal(two.subject, "Novo horário (e mais 1 aviso)");
  const { template: _, ...kept } = full;
  assert.deepEqual(two.earlier, [kept]);
  const { template: __, ...bare } = plain;
  assert.deepEqual(sumUp([plain, full]).earlier, [bare], "what a letter has not, it does not get");
});

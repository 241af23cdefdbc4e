import assert from "node:assert/strict";
import { test } from "node:test";
import {
  attendsWish,
  type Caller,
  type CallingAgent,
  expectedWait,
  givenAt,
  hasLapsed,
  inTheWay,
  isWaiting,
  type PresentAgent,
  type Wish,
  whomToCall,
  wishStands,
} from "./walk-in.ts";

const at = (hour: number, minutes: number) => new Date(Date.UTC(2026, 10, 23, hour, minutes));
const now = at(13, 5);
const usual = 10;
const wish: Wish = {
  holderCpf: "52998224725",
  productId: "cpf",
  language: "pt-BR",
  length: { slotMinutes: 30, pauseBeforeMinutes: 15, pauseAfterMinutes: 0 },
};
const agent = (...taken: [Date, Date][]): PresentAgent => ({
  cpf: "71460238001",
  productIds: null,
  languages: ["pt-BR"],
  taken: taken.map(([from, to]) => ({ from, to })),
});

test("a free agent calls at once; those before come first, each for a whole sitting", () => {
  assert.equal(expectedWait([wish], [agent()], usual, now), 0);
  assert.equal(expectedWait([wish, wish], [agent()], usual, now), 30);
  assert.equal(expectedWait([wish, wish], [agent(), agent()], usual, now), 0);
  assert.equal(expectedWait([wish, wish, wish], [agent(), agent()], usual, now), 30);
});

test("in a full agenda the usual length is enough; what leaves less is waited out", () => {
  const full = agent([at(13, 15), at(13, 45)], [at(13, 45), at(14, 15)]);
  assert.equal(expectedWait([wish], [full], usual, now), 0, "13:05 to 13:15");
  assert.equal(
    expectedWait([wish], [full], usual, at(13, 6)),
    69,
    "nine minutes are too few, and none between the two",
  );
  assert.equal(expectedWait([wish], [agent([at(13, 0), at(13, 30)])], usual, now), 25);
  assert.equal(expectedWait([wish], [full, agent([at(13, 0), at(13, 30)])], usual, at(13, 6)), 24);
  // Two who wait: the first takes a whole slot, of which the next appointment cuts nothing for the second.
  assert.equal(expectedWait([wish, wish], [full], usual, now), 70);
});

test("what stands in the way of a call: the first of the agent's own that leaves too little", () => {
  const taken = [
    { from: at(14, 0), to: at(14, 30) },
    { from: at(13, 15), to: at(13, 45) },
  ];
  assert.equal(inTheWay(taken, now, usual), undefined);
  assert.equal(inTheWay(taken, now, usual + 1), taken[1]);
  assert.equal(inTheWay(taken, now, 60), taken[1], "of two the first");
  assert.equal(inTheWay(taken, at(13, 44), usual), taken[1], "one that runs");
  assert.equal(inTheWay(taken, at(13, 45), usual), undefined);
});

test("nobody who attends it, or nobody within the wait: no figure is promised", () => {
  assert.equal(expectedWait([wish], [], usual, now), undefined);
  const others: PresentAgent[] = [
    { ...agent(), productIds: ["cnpj"] },
    { ...agent(), languages: ["libras"] },
  ];
  assert.equal(expectedWait([wish], others, usual, now), undefined);
  assert.deepEqual(
    [...others, agent()].map((one) => attendsWish(one, wish)),
    [false, false, true],
  );
  assert.equal(expectedWait([wish], [agent([at(13, 0), at(15, 15)])], usual, now), undefined);
  // Whom nobody attends holds nobody up.
  assert.equal(
    expectedWait([{ ...wish, productId: "cnpj" }, wish], [{ ...agent(), productIds: ["cpf"] }], usual, now),
    0,
  );
});

test("who may be called: the longest waiting first, passing over who is busy", () => {
  const caller = (more: Partial<Caller> = {}): Caller => ({ ...wish, isBusy: false, ...more });
  const caller1 = caller({ isBusy: true });
  const [second, third] = [caller(), caller({ holderCpf: "39053344705" })];
  const self = (more: Partial<CallingAgent> = {}) => ({ ...agent(), isAway: false, ...more });
  const ask = (line: Caller[], who = self()) => whomToCall(line, who, usual, now);
  assert.deepEqual(ask([caller1, second, third]), { callable: [second, third] });
  assert.deepEqual(ask([]), { why: "nobody-waits" });
  assert.deepEqual(ask([caller1]), { why: "all-busy" });
  assert.deepEqual(ask([caller({ language: "libras" })]), { why: "only-for-others" });
  assert.deepEqual(ask([second], self({ isAway: true })), { why: "agent-away" });
  const near = { from: at(13, 10), to: at(13, 40) };
  assert.deepEqual(ask([second], self({ taken: [near] })), { why: "next-too-near", near });
});

test("nobody attends themselves, and nobody else's place waits for them", () => {
  const ana = agent();
  const own: Wish = { ...wish, holderCpf: ana.cpf };
  assert.equal(attendsWish(ana, own), false);
  assert.equal(attendsWish(ana, { ...wish, holderCpf: null }), true, "not known yet who it is");
  const line = [{ ...own, isBusy: false }];
  assert.deepEqual(whomToCall(line, { ...ana, isAway: false }, usual, now), { why: "only-for-others" });
  assert.equal(expectedWait([own], [ana], usual, now), undefined);
  assert.equal(expectedWait([own, wish], [ana], usual, now), 0);
});

test("what a call gives begins now, without the pause before it", () => {
  const length = { slotMinutes: 30, pauseBeforeMinutes: 15, pauseAfterMinutes: 15 };
  assert.deepEqual(givenAt(at(13, 15), length), { from: at(13, 15), to: at(14, 0) });
  assert.deepEqual(givenAt(now, length), { from: at(13, 0), to: at(14, 0) }, "by whole quarters of an hour");
});

test("a line chosen while buying is entered within the hour, and no later", () => {
  assert.ok(wishStands(at(12, 5), now));
  assert.ok(!wishStands(at(12, 5), new Date(now.getTime() + 1)));
});

test("an agenda is read whatever its order, and two hours are the longest wait that is promised", () => {
  assert.equal(expectedWait([wish], [agent([at(14, 0), at(14, 30)], [at(13, 0), at(13, 30)])], usual, now), 25);
  const past: [Date, Date] = [at(12, 0), at(12, 30)];
  assert.equal(expectedWait([wish], [agent(past, [at(13, 0), at(13, 30)])], usual, now), 25);
  assert.equal(expectedWait([wish], [agent([at(13, 0), at(15, 5)])], usual, now), 120);
  assert.equal(expectedWait([wish], [agent([at(13, 0), at(15, 6)])], usual, now), undefined);
});

test("a wait lasts until it is ended or lapses", () => {
  const wait = { endedAt: null, lapsesAt: at(15, 0) };
  assert.deepEqual([isWaiting(wait, now), hasLapsed(wait, now)], [true, false]);
  assert.deepEqual([isWaiting(wait, at(15, 0)), hasLapsed(wait, at(15, 0))], [false, true]);
  const ended = { ...wait, endedAt: at(14, 0) };
  assert.deepEqual([isWaiting(ended, now), hasLapsed(ended, at(15, 0))], [false, false]);
});

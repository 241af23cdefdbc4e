import assert from "node:assert/strict";
import { test } from "node:test";
import { attendsWish, expectedWait, hasLapsed, isWaiting, type PresentAgent, type Wish } from "./walk-in.ts";

const at = (hour: number, minutes: number) => new Date(Date.UTC(2026, 10, 23, hour, minutes));
const now = at(13, 5);
const wish: Wish = {
  productId: "cpf",
  language: "pt-BR",
  length: { slotMinutes: 30, pauseBeforeMinutes: 15, pauseAfterMinutes: 0 },
};
const agent = (...taken: [Date, Date][]): PresentAgent => ({
  productIds: null,
  languages: ["pt-BR"],
  taken: taken.map(([from, to]) => ({ from, to })),
});

test("a free agent calls at once; those before come first, each for a whole sitting", () => {
  assert.equal(expectedWait([wish], [agent()], now), 0);
  // 13:05 to 13:35 takes the cells to 13:45.
  assert.equal(expectedWait([wish, wish], [agent()], now), 40);
  assert.equal(expectedWait([wish, wish], [agent(), agent()], now), 0);
  assert.equal(expectedWait([wish, wish, wish], [agent(), agent()], now), 40);
});

test("booked times are kept: a gap too short is not counted on", () => {
  assert.equal(expectedWait([wish], [agent([at(13, 0), at(13, 30)])], now), 25);
  assert.equal(expectedWait([wish], [agent([at(13, 30), at(14, 0)])], now), 55);
  assert.equal(expectedWait([wish], [agent([at(13, 30), at(14, 0)]), agent([at(13, 0), at(13, 45)])], now), 40);
});

test("nobody who attends it, or nobody within the wait: no figure is promised", () => {
  assert.equal(expectedWait([wish], [], now), undefined);
  const others: PresentAgent[] = [
    { ...agent(), productIds: ["cnpj"] },
    { ...agent(), languages: ["libras"] },
  ];
  assert.equal(expectedWait([wish], others, now), undefined);
  assert.deepEqual(
    [...others, agent()].map((one) => attendsWish(one, wish)),
    [false, false, true],
  );
  assert.equal(expectedWait([wish], [agent([at(13, 0), at(15, 15)])], now), undefined);
  // Whom nobody attends holds nobody up.
  assert.equal(expectedWait([{ ...wish, productId: "cnpj" }, wish], [{ ...agent(), productIds: ["cpf"] }], now), 0);
});

test("a wait lasts until it is ended or lapses", () => {
  const wait = { endedAt: null, lapsesAt: at(15, 0) };
  assert.deepEqual([isWaiting(wait, now), hasLapsed(wait, now)], [true, false]);
  assert.deepEqual([isWaiting(wait, at(15, 0)), hasLapsed(wait, at(15, 0))], [false, true]);
  const ended = { ...wait, endedAt: at(14, 0) };
  assert.deepEqual([isWaiting(ended, now), hasLapsed(ended, at(15, 0))], [false, false]);
});

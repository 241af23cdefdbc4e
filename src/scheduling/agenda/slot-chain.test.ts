import assert from "node:assert/strict";
import { test } from "node:test";
import { agendaDayOf, cellsOf, chainFrom, chainOccupies, slotsOfDay } from "./slot-chain.ts";

const at = (hour: number, minutes = 0) => new Date(Date.UTC(2026, 10, 23, hour, minutes));
const half = { slotMinutes: 30, pauseBeforeMinutes: 0, pauseAfterMinutes: 0 };
const clock = (dates: Date[]) => dates.map((date) => date.toISOString().slice(11, 16));
const day = { from: at(0), to: at(48) };
/** Cells of a day with the named ones marked. */
const runs = (...cells: number[]) => Array.from({ length: 112 }, (_, i) => (cells.includes(i) ? "1" : "0")).join("");

test("a chain stands slot after slot, pauses between them in whole cells", () => {
  assert.deepEqual(clock(chainFrom(at(14), [half, half, half]).map((slot) => slot.startsAt)), [
    "14:00",
    "14:30",
    "15:00",
  ]);
  const paused = { slotMinutes: 30, pauseBeforeMinutes: 5, pauseAfterMinutes: 10 };
  const chain = chainFrom(at(14), [paused, paused]);
  assert.deepEqual(clock(chain.map((slot) => slot.startsAt)), ["14:00", "15:00"]);
  assert.deepEqual(clock([chainOccupies(chain).from, chainOccupies(chain).to]), ["13:45", "15:45"]);
  assert.equal(cellsOf([paused, paused]), 8);
  assert.equal(cellsOf([half]), 2);
});

test("a slot that starts off the cells takes every cell it touches", () => {
  const [walkIn] = chainFrom(at(14, 7), [half]);
  assert.deepEqual(clock([walkIn!.occupied.from, walkIn!.occupied.to]), ["14:00", "14:45"]);
});

test("cells become starts: on the grid, in the window, after the pause before", () => {
  const starts = (cells: number[], length = half, grid = 15, window = day) =>
    clock(slotsOfDay("2026-11-23", runs(...cells), [length], window, grid).map((slot) => slot.startsAt));
  assert.deepEqual(starts([0, 1, 95, 96]), ["06:00", "06:15", "05:45"], "cell 96 is the next day's first");
  assert.deepEqual(starts([0, 1, 2], half, 30), ["06:00", "06:30"]);
  assert.deepEqual(starts([0], { ...half, pauseBeforeMinutes: 10 }), ["06:15"]);
  assert.deepEqual(starts([0, 1, 2], half, 15, { from: at(6, 7), to: at(6, 45) }), ["06:15"]);
});

test("an agenda day begins at 06:00 UTC", () => {
  assert.deepEqual([agendaDayOf(at(5, 59)), agendaDayOf(at(6))], ["2026-11-22", "2026-11-23"]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { defineFailures, Failure } from "./failure.ts";

const BakeryFailure = defineFailures({
  "bread-gone": {
    status: 409,
    title: "O pão acabou.",
    advice: "Volte às {time}: saem {loaves} pães.",
    tells: ["oven"],
  },
  "shop-shut": { status: 409, title: "Estamos fechados.", advice: "Volte amanhã." },
});

test("a refusal carries its owner's words, filled; a moment is said by the clock of Brasília", () => {
  const gone = new BakeryFailure("bread-gone", { time: new Date("2026-11-29T17:30:00Z"), loaves: 12, oven: "left" });
  assert.ok(gone instanceof Failure && gone instanceof BakeryFailure && gone instanceof Error);
  assert.deepEqual([gone.code, gone.status, gone.details["oven"]], ["bread-gone", 409, "left"]);
  assert.equal(`${gone.title} ${gone.advice}`, "O pão acabou. Volte às 14h30: saem 12 pães.");
  assert.equal(new BakeryFailure("shop-shut").advice, "Volte amanhã.");
  assert.equal(new Failure("too-many-requests", { seconds: 5 }).advice, "Espere 5 segundos e tente de novo.");
  assert.ok(!(new Failure("not-found") instanceof BakeryFailure), "the house's refusals are nobody's");
});

test("what the words leave open must be said, spelt as they spell it, and nothing else: the compiler asks for it", () => {
  const wrong = [
    // @ts-expect-error Nothing is said of what the words leave open.
    () => new BakeryFailure("bread-gone"),
    // @ts-expect-error One of the two is missing.
    () => new BakeryFailure("bread-gone", { time: "14h", oven: "left" }),
    // @ts-expect-error Misspelt.
    () => new BakeryFailure("bread-gone", { time: "14h", loafs: 12, oven: "left" }),
    // @ts-expect-error What only the catcher reads is not said.
    () => new BakeryFailure("bread-gone", { time: "14h", loaves: 12 }),
    // @ts-expect-error No sentence can say a list.
    () => new BakeryFailure("bread-gone", { time: "14h", loaves: [12], oven: "left" }),
    // @ts-expect-error Its words leave nothing open.
    () => new BakeryFailure("shop-shut", { time: "14h" }),
    // @ts-expect-error A misspelt key of the house's.
    () => new Failure("too-many-requests", { second: 5 }),
  ];
  assert.equal(wrong.length, 7);
  // @ts-expect-error Another owner's code.
  assert.throws(() => new Failure("bread-gone").title);
  // @ts-expect-error No code of this owner.
  assert.throws(() => new BakeryFailure("not-found").title);
  const told = (failure: InstanceType<typeof BakeryFailure>): boolean =>
    // @ts-expect-error A code that it never has.
    failure.code === "bread-gon";
  assert.equal(told(new BakeryFailure("shop-shut")), false);
});

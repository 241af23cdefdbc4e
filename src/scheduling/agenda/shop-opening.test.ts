import assert from "node:assert/strict";
import { test } from "node:test";
import { openingGap, type TeamMember } from "./shop-opening.ts";

const nobody: TeamMember = { id: "x", attends: false, verifies: false, hasAgenda: false, productIds: null };
const ana: TeamMember = { ...nobody, id: "ana", attends: true, verifies: true, hasAgenda: true };
const bruno: TeamMember = { ...nobody, id: "bruno", verifies: true };

test("an AR sells what one person attends and another can verify", () => {
  assert.equal(openingGap([ana, bruno], "p"), undefined);
  assert.equal(openingGap([{ ...ana, productIds: ["p"] }, bruno], "p"), undefined);
});

test("what lacks is named, one thing at a time", () => {
  assert.equal(openingGap([], "p"), "nobody-attends");
  assert.equal(openingGap([bruno], "p"), "nobody-attends");
  assert.equal(openingGap([{ ...ana, hasAgenda: false }, bruno], "p"), "no-agenda");
  assert.equal(openingGap([{ ...ana, productIds: ["q"] }, bruno], "p"), "no-skill");
});

test("nobody verifies their own: one person with both rights is not enough, two are", () => {
  assert.equal(openingGap([ana], "p"), "no-verifier");
  assert.equal(
    openingGap(
      [
        { ...ana, verifies: false },
        { ...bruno, verifies: false },
      ],
      "p",
    ),
    "no-verifier",
  );
  assert.equal(openingGap([ana, { ...ana, id: "carla" }], "p"), undefined);
  const skilled = { ...ana, productIds: ["p"], verifies: false };
  assert.equal(
    openingGap([skilled, { ...ana, id: "carla", productIds: ["q"] }], "p"),
    undefined,
    "a colleague of other skills verifies",
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Failure } from "../failures/failure.ts";
import { createLane } from "./lane.ts";

function workshop() {
  const begun: string[] = [];
  const open = new Map<string, () => void>();
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => open.set(name, () => resolve(name)));
  };
  return { begun, work, end: (name: string) => open.get(name)!() };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));
const busy = (error: unknown) => error instanceof Failure && error.code === "busy" && error.status === 503;

test("two at once; those who wait are served by turns, whoever floods waits for itself", async () => {
  const lane = createLane({ width: 2, waiting: 10, waitingEach: 3, againAfterSeconds: 5 });
  const { begun, work, end } = workshop();
  const all = ["a1", "a2", "a3", "a4", "a5", "b1", "c1"].map((name) => lane.run(name[0]!, work(name)));
  await turn();
  assert.deepEqual(begun, ["a1", "a2"]);
  await assert.rejects(lane.run("a", work("a6")), busy, "three of it wait already");
  for (const name of ["a2", "a1", "a3", "b1", "c1", "a4", "a5"]) {
    end(name);
    await turn();
    await turn();
  }
  assert.deepEqual(begun, ["a1", "a2", "a3", "b1", "c1", "a4", "a5"]);
  assert.deepEqual(await Promise.all(all), ["a1", "a2", "a3", "a4", "a5", "b1", "c1"]);
});

test("a full queue refuses with when to come again, and an error frees the place", async () => {
  const lane = createLane({ width: 1, waiting: 2, waitingEach: 2, againAfterSeconds: 5 });
  const { work, end } = workshop();
  const failing = lane.run("a", async () => {
    await turn();
    throw new Error("broken");
  });
  const waiting = [lane.run("b", work("b1")), lane.run("c", work("c1"))];
  await assert.rejects(
    lane.run("d", work("d1")),
    (error) => busy(error) && (error as Failure).details["seconds"] === 5,
  );
  await assert.rejects(failing, /broken/);
  await turn();
  end("b1");
  await waiting[0];
  await turn();
  end("c1");
  assert.equal(await waiting[1], "c1");
  assert.equal(await lane.run("d", async () => "free again"), "free again");
});

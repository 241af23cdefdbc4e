import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogger } from "../logger.ts";
import { repeat } from "./repeat.ts";

test("what is repeated goes on after an error, never runs twice at once, and ends with its stop", async () => {
  const log = createLogger({ level: "silent" });
  let runs = 0;
  let inside = 0;
  const enough = Promise.withResolvers<void>();
  const repeated = repeat(log, "test", 1, async () => {
    assert.equal(inside++, 0);
    await new Promise((resolve) => setTimeout(resolve, 3));
    inside--;
    if (++runs === 4) enough.resolve();
    if (runs % 2 === 1) throw new Error("now and then");
  });
  await enough.promise;
  await repeated.stop();
  const after = runs;
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(runs, after);
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type Config, readConfig } from "../settings/config.ts";
import { isDiskLow, requireDiskSpace, saysDiskIsFull } from "./disk-space.ts";

const where = (dataFolder: string, diskFloorMb: number): { config: Config } => ({
  config: { ...readConfig({}), dataFolder, diskFloorMb },
});

test("below the floor nothing new is taken in, with words and when to come again; where the database lies counts too", async (t) => {
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), "confere-space-")));
  t.after(() => folders.map((folder) => rmSync(folder, { recursive: true })));
  assert.equal(await isDiskLow(where(folders[0]!, 0)), false);
  await requireDiskSpace(where(folders[0]!, 0));
  await assert.rejects(requireDiskSpace(where(folders[0]!, 1_000_000_000)), (error: Error & { details?: object }) => {
    assert.deepEqual([error.message, error.details], ["disk-low", { seconds: 300 }]);
    return true;
  });
  // proc has no space of its own: a database there would have none.
  writeFileSync(join(folders[1]!, "postgres-folder"), "/proc\n");
  assert.equal(await isDiskLow(where(folders[1]!, 1)), true);
});

test("a full disk is known by what files, quotas and the database say", () => {
  for (const code of ["ENOSPC", "EDQUOT", "53100"]) assert.ok(saysDiskIsFull(Object.assign(new Error(), { code })));
  for (const error of [new Error("ENOSPC"), null, undefined, { code: "EACCES" }]) assert.ok(!saysDiskIsFull(error));
});

import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { isInstalled } from "../bench/installed.ts";
import { lineOf, statusOf, weigh } from "../bench/measure.ts";
import { costFigures } from "../bench/room/room-cost.ts";

const figure = weigh("frames", "frames", 99, 100, { atLeast: 1 });

test("a figure that is left out is a line that says why, and the status tells", () => {
  const leftOut = { name: "CPU beside a peer", leftOut: "there is no peer here" };
  assert.equal(lineOf(leftOut), "CPU beside a peer | left out: there is no peer here |");
  assert.equal(lineOf(figure), "frames | 99.0 frames | floor 100 frames | 0.990 | >= 1 | short");
  assert.equal(statusOf([figure]), 0);
  assert.equal(statusOf([figure, leftOut]), 2);
  assert.equal(statusOf([]), 2);
});

test("a program that tells its version and ends with 1 is there, as Debian's janus does; one that is nowhere is not", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "confere-installed-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, "janus");
  writeFileSync(program, "#!/bin/sh\necho 'Janus version: 1102 (1.1.2)'\necho 'Unknown option' >&2\nexit 1\n");
  chmodSync(program, 0o755);
  assert.equal(isInstalled("janus", "--version", { PATH: `${folder}:/bin` }), true);
  assert.equal(isInstalled("janus", "--version", { PATH: join(folder, "nowhere") }), false);
});

test("without its peer both figures of the room's cost are left out, by name", async () => {
  const why = "there is no janus here";
  const figures = costFigures(undefined as never, undefined as never, "", why);
  const lines: string[] = [];
  for await (const one of figures) lines.push(lineOf(one));
  assert.equal(lines.length, 2);
  for (const line of lines)
    assert.match(line, /^CPU of the media worker .* calls, .* \| left out: there is no janus here \|$/);
});

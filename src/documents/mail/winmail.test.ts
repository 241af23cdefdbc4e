import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { winmail } from "../../../bench/made-envelopes.ts";
import { isWinmail, openWinmail } from "./winmail.ts";

const files = [
  { name: "identidade ção.pdf", content: Buffer.from("%PDF-1.7 identidade") },
  { name: "logo.png", content: Buffer.from("png"), isInline: true },
];

test("files come out whole under their long names; the RTF body is none", () => {
  const { files: found, texts, isWhole } = openWinmail(winmail(files, { subject: "Pedido nº 7" }));
  assert.deepEqual(
    found.map(({ name, content, isInline }) => [name, Buffer.from(content).toString(), isInline]),
    [
      ["identidade ção.pdf", "%PDF-1.7 identidade", false],
      ["logo.png", "png", true],
    ],
  );
  assert.deepEqual([texts, isWhole], [["Pedido nº 7"], true]);
});

test("the made winmail.dat is one: Debian's tnef takes the same files out of it", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "winmail-"));
  t.after(() => rmSync(folder, { recursive: true }));
  execFileSync("tnef", ["-C", folder, "--unix-paths"], {
    input: winmail([files[0]!]),
    stdio: ["pipe", "ignore", "pipe"],
  });
  const contents = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  assert.deepEqual(contents, ["%PDF-1.7 identidade"]);
});

test("mails inside are opened, some deep; below, and where bytes are missing, it is said", () => {
  const [inner] = files;
  let packed = winmail([inner!]);
  for (let depth = 0; depth < 4; depth++) packed = winmail([], { inside: [packed] });
  assert.deepEqual([openWinmail(packed).files.length, openWinmail(packed).isWhole], [1, true]);
  packed = winmail([], { inside: [packed] });
  assert.deepEqual([openWinmail(packed).files.length, openWinmail(packed).isWhole], [0, false]);

  const whole = winmail(files);
  const cut = openWinmail(whole.subarray(0, -100));
  assert.deepEqual([cut.files[0]!.name, cut.isWhole], ["identidade ção.pdf", false]);
  assert.ok(!isWinmail(Buffer.from("%PDF-1.7")) && isWinmail(whole));
  assert.equal(openWinmail(Buffer.from("x")).isWhole, false);
  for (let at = 0; at < whole.length; at++) {
    const spoilt = Buffer.from(whole);
    spoilt[at] = 0xff;
    assert.ok(openWinmail(spoilt).files.length <= files.length);
    openWinmail(whole.subarray(0, at));
  }
});

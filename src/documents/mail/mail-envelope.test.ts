import assert from "node:assert/strict";
import { test } from "node:test";
import { sealedMail } from "../../../bench/made-envelopes.ts";
import { openEnvelope } from "./mail-envelope.ts";

const mail = Buffer.from("Content-Type: text/plain\r\n\r\nSegue.".repeat(200));
const kindOf = (bytes: Uint8Array) => openEnvelope(bytes).kind;

test("what was signed comes out byte for byte, measured or in pieces", () => {
  for (const isStreamed of [false, true]) {
    const opened = openEnvelope(sealedMail(mail, isStreamed));
    assert.equal(opened.kind, "signed");
    assert.ok(opened.kind === "signed" && mail.equals(opened.content), String(isStreamed));
  }
});

test("encrypted, only a signature, and no envelope at all are told apart", () => {
  const typed = (figures: string, content: string) => Buffer.from(figures + content, "hex");
  assert.equal(kindOf(typed("300d06092a864886f70d010703", "a000")), "encrypted");
  assert.equal(kindOf(typed("300f060b2a864886f70d0109100117", "a000")), "encrypted");
  assert.equal(kindOf(typed("300d06092a864886f70d010701", "a000")), "unread");
  const detached =
    "30230609" + "2a864886f70d010702" + "a016" + "3014" + "020101" + "3100" + "300b06092a864886f70d010701" + "3100";
  assert.equal(kindOf(Buffer.from(detached, "hex")), "detached");
  for (const other of ["", "MIIB", "%PDF-1.7", "\x30\x80".repeat(100_000), "\x24\x80".repeat(100_000)])
    assert.equal(kindOf(Buffer.from(other, "latin1")), "unread");
});

test("cut short or spoilt anywhere, it is read or not, and nothing else happens", () => {
  for (const isStreamed of [false, true]) {
    const whole = sealedMail(mail.subarray(0, 2_500), isStreamed);
    for (let at = 0; at < whole.length; at++) {
      const spoilt = Buffer.from(whole);
      spoilt[at] = 0xff;
      kindOf(spoilt);
      assert.notEqual(kindOf(whole.subarray(0, Math.min(at, 2_000))), "signed");
    }
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { type ContactCode, channelsToConfirm, judgeCode, secondsUntilNextCode, typedCode } from "./contact-code.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 12, minutes));
const code: ContactCode = {
  id: "c",
  destination: "a@b.co",
  codeHash: "h",
  tries: 0,
  createdAt: at(0),
  expiresAt: at(10),
  confirmedAt: null,
};

test("right, wrong, expired, worn out", () => {
  assert.equal(judgeCode(code, "h", at(9), true), "right");
  assert.equal(judgeCode(code, "x", at(9), true), "wrong");
  assert.equal(judgeCode(code, "h", at(10), true), "expired");
  assert.equal(judgeCode(code, "h", at(9), false), "worn-out");
});

test("so many codes an hour, then a wait that ends", () => {
  assert.equal(secondsUntilNextCode([at(0), at(1)], at(2), 3), 0);
  assert.equal(secondsUntilNextCode([at(0), at(1), at(2)], at(3), 3), 57 * 60);
  assert.equal(secondsUntilNextCode([at(0), at(1), at(2)], at(60), 3), 0);
});

test("a code is asked for only where it can be delivered: a mail server carries no SMS", () => {
  const [both, mailServer] = [["email", "phone"] as const, { smtpUrl: "smtp://mail.example" }];
  assert.deepEqual(channelsToConfirm(both, { smtpUrl: undefined }), ["email", "phone"]);
  assert.deepEqual(channelsToConfirm(both, mailServer), ["email"]);
  assert.deepEqual(channelsToConfirm(["phone"], mailServer), []);
  assert.deepEqual(channelsToConfirm(["email"], { smtpUrl: undefined }), ["email"]);
});

test("a code is found in what was pasted around it", () => {
  for (const text of [
    "123456",
    " 123 456 ",
    "123-456",
    "Seu código é 123456. Vale 10 minutos.",
    "１２３４５６",
    "1 2 3 4 5 6",
  ])
    assert.equal(typedCode(text), "123456", text);
  assert.equal(typedCode("12345"), "12345");
  assert.equal(typedCode(""), "");
});

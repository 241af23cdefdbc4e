import assert from "node:assert/strict";
import { test } from "node:test";
import { TalkOutbox } from "./talk-outbox.ts";

test("what was typed waits until the server has told it back, in its order, under its key", () => {
  const outbox = new TalkOutbox();
  const first = outbox.add("um", "k1");
  const second = outbox.add("dois", "k2");
  assert.deepEqual(outbox.waiting(), [first, second]);
  outbox.heard({ key: "k1" });
  outbox.heard({ key: null });
  assert.deepEqual(outbox.waiting(), [second], "the other's lines confirm nothing");
  outbox.heard({ key: "k2" });
  assert.deepEqual(outbox.waiting(), []);
});

test("what was refused is not sent for ever", () => {
  const outbox = new TalkOutbox();
  outbox.add("tarde demais", "k1");
  outbox.refused();
  assert.deepEqual(outbox.waiting(), []);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { createSecrets } from "../platform/secrets.ts";
import { bareAddress, isRepliedTo, replyAddress, replyOf } from "./invitation-reply.ts";

const secrets = createSecrets(Buffer.alloc(32, 7));

test("a reply is read whatever its folding; anything else is none", () => {
  const lines = [
    "BEGIN:VCALENDAR",
    "METHOD:REPLY",
    "BEGIN:VEVENT",
    "UID:abc-\r\n def@confere",
    "SEQUENCE:2",
    "ATTENDEE;CN=Maria;PARTS\r\n TAT=DECLINED:mailto:m@x",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  const text = lines.join("\r\n");
  assert.deepEqual(replyOf(text), { uid: "abc-def@confere", sequence: 2, wish: "decline" });
  for (const kept of ["ACCEPTED", "TENTATIVE"]) assert.equal(replyOf(text.replace("DECLINED", kept))?.wish, "keep");
  const counter = text.replace("METHOD:REPLY", "METHOD:COUNTER").replace("DECLINED", "TENTATIVE");
  assert.equal(replyOf(counter)?.wish, "other-time");
  assert.equal(replyOf(counter.replace("METHOD:COUNTER\r\n", ""), "counter")?.wish, "other-time");
  assert.equal(replyOf(counter.replace("METHOD:COUNTER\r\n", "")), undefined);
  assert.equal(replyOf(text.replace("METHOD:REPLY", "METHOD:REQUEST")), undefined);
  assert.equal(replyOf(""), undefined);
  assert.equal(replyOf(text + " ".repeat(70_000)), undefined);
});

test("the address names one invitation, and its mailbox stays the AR's", () => {
  const address = replyAddress(secrets, "documentos@ar.example", "u1@confere");
  assert.equal(bareAddress(address.toUpperCase()), "documentos@ar.example");
  assert.equal(bareAddress("documentos@ar.example"), "documentos@ar.example");
  assert.ok(isRepliedTo(secrets, ["outro@ar.example", address], "u1@confere"));
  assert.ok(!isRepliedTo(secrets, [address], "u2@confere"));
  assert.ok(!isRepliedTo(secrets, ["documentos@ar.example"], "u1@confere"));
});

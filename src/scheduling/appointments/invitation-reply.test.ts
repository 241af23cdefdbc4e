import assert from "node:assert/strict";
import { test } from "node:test";
import { createSecrets } from "../../platform/secrets.ts";
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
  const zone = "BEGIN:VTIMEZONE\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
  const proposing = (start: string) =>
    replyOf(counter.replace("BEGIN:VEVENT\r\n", `${zone}BEGIN:VEVENT\r\n${start}\r\n`))?.proposedAt?.toISOString();
  assert.equal(proposing("DTSTART:20261128T190000Z"), "2026-11-28T19:00:00.000Z");
  for (const name of ["America/Sao_Paulo", '"E. South America Standard Time"'])
    assert.equal(proposing(`DTSTART;TZID=${name}:20261128T160000`), "2026-11-28T19:00:00.000Z");
  for (const start of ["DTSTART;VALUE=DATE:20261128", "DTSTART;TZID=Lua:20261128T160000", "DTSTART:20261128T160000"])
    assert.equal(proposing(start), undefined);
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

import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { documentsJobs } from "../../../src/documents/documents-jobs.ts";
import { mailById, mailboxOwner } from "../../../src/documents/mail/mail-reads.ts";
import { spoolMail } from "../../../src/documents/mail/mail-spool.ts";
import { receiveMail } from "../../../src/documents/mail/receive-mail.ts";
import { papersOf } from "../../../src/documents/papers/paper-reads.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { declinedAt, openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { rescheduleAppointment } from "../../../src/scheduling/booking/reschedule-appointment.ts";
import { openWatch } from "../../kit/watch-story.ts";

/** As Gmail answers: multipart/alternative with the calendar as its last part. */
function replyMail(calendar: string, partstat: string): string {
  const pick = (name: string) => new RegExp(`^${name}:(.*)$`, "m").exec(calendar)![1]!.trim();
  const reply = [
    "BEGIN:VCALENDAR",
    "PRODID:-//Google Inc//Google Calendar 70.9054//EN",
    "VERSION:2.0",
    "METHOD:REPLY",
    "BEGIN:VEVENT",
    `DTSTART:${pick("DTSTART")}`,
    `DTSTAMP:20261123T130500Z`,
    `UID:${pick("UID")}`,
    `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=${partstat};CN=Maria:mailto:maria@exemplo.com.br`,
    `SEQUENCE:${pick("SEQUENCE")}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ].join("\r\n");
  return [
    "From: Maria <maria@exemplo.com.br>",
    "Subject: Recusado: Videoconferencia",
    `Message-ID: <${Math.random()}@x>`,
    'Content-Type: multipart/alternative; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "Maria recusou o convite.",
    "--b",
    "Content-Type: text/calendar; charset=utf-8; method=REPLY",
    "",
    reply,
    "--b--",
    "",
  ].join("\r\n");
}

test("a declined invitation opens rescheduling; the time stays until another is chosen", async () => {
  const story = await openWatch(1, { documents: documentsJobs });
  const { world, ctx, order, parcels, run } = story;
  await using _ = world;
  const arrive = async (raw: string, to: string) => {
    const spooled = await spoolMail(ctx, Readable.from([Buffer.from(raw)]), 100_000);
    assert.ok(spooled !== "too-big");
    const envelope = { envelopeFrom: "maria@exemplo.com.br", envelopeTo: [to] };
    await receiveMail(ctx, { id: spooled.id, rawHash: spooled.hash, bytes: spooled.bytes, ...envelope });
    await run();
    return (await mailById(ctx.db, spooled.id))!;
  };
  const invitation = () => parcels.filter(({ calendar }) => calendar?.method === "REQUEST").at(-1)!.calendar!.content;
  const unfolded = () => invitation().replace(/\r?\n[ \t]/g, "");
  const organizer = () => /ORGANIZER[^\n]*?mailto:(\S+)/i.exec(unfolded())![1]!;
  const first = organizer();
  assert.match(first, /^documentos-\d+\+convite-[0-9a-f]{24}@ar\.example$/);
  assert.equal(await mailboxOwner(ctx.db, first), story.shop.raId, "the receiver takes it");
  const visit = (await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now()))!;

  await arrive(replyMail(unfolded(), "ACCEPTED"), first);
  const forged = first.replace(/-[0-9a-f]{24}@/, `-${"0".repeat(24)}@`);
  await arrive(replyMail(unfolded(), "DECLINED"), forged);
  assert.equal(await declinedAt(ctx.db, visit.id), undefined);

  const old = unfolded();
  const mail = await arrive(replyMail(old, "DECLINED"), first);
  assert.equal(mail.outcome, "automatic");
  assert.deepEqual(await papersOf(ctx.db, order.orderId), []);
  assert.ok(await declinedAt(ctx.db, visit.id));
  assert.equal((await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now()))?.id, visit.id);
  const told = () => parcels.filter(({ subject }) => /recusou o convite/.test(subject)).length;
  assert.equal(told(), 1);
  assert.match(parcels.at(-1)!.text, /\/horario/);

  const startsAt = new Date(visit.startsAt.getTime() + 3 * 3_600_000);
  const moved = await rescheduleAppointment(ctx, { orderId: order.orderId, startsAt, by: holderOf(order.orderId) });
  await run();
  assert.equal(organizer(), first, "the invitation keeps its identity");
  await arrive(replyMail(old, "DECLINED"), first);
  assert.equal(await declinedAt(ctx.db, moved.id), undefined, "an answer to the old time says nothing of the new");
  assert.equal(told(), 1);
});

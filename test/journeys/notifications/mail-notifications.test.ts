import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { test } from "node:test";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { documentsJobs } from "../../../src/documents/documents-jobs.ts";
import { spoolMail } from "../../../src/documents/mail/mail-spool.ts";
import { receiveMail } from "../../../src/documents/mail/receive-mail.ts";
import { receiveUpload } from "../../../src/documents/papers/receive-upload.ts";
import { smtpCourier } from "../../../src/notifications/couriers/smtp-courier.ts";
import { allMessages, messageById, messagesOf } from "../../../src/notifications/followers/notifications-reads.ts";
import { tellVerified } from "../../../src/notifications/followers/tell-outcome.ts";
import { notificationsJobs } from "../../../src/notifications/notifications-jobs.ts";
import { type Courier, type Parcel, UndeliverableError } from "../../../src/notifications/outbox/courier.ts";
import { deliverMessage } from "../../../src/notifications/outbox/deliver-message.ts";
import { deliveryState } from "../../../src/notifications/outbox/message.ts";
import { resendMessage } from "../../../src/notifications/outbox/resend-message.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { registrationAuthority } from "../../../src/people/authority/registration-authority-reads.ts";
import { newId, sha256Hex } from "../../../src/platform/ids.ts";
import { releaseOrderTime } from "../../../src/scheduling/appointments/release-appointment.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { rescheduleAppointment } from "../../../src/scheduling/booking/reschedule-appointment.ts";
import { pdfWithPages } from "../../kit/pdf-samples.ts";
import { listener, maria, openShop, pay, placedOrder } from "../../kit/shop.ts";
import { createWorld } from "../../kit/world.ts";

/** Remembers what it was given; fails as often as `failures` says. */
function testCourier() {
  const parcels: Parcel[] = [];
  const failures: Error[] = [];
  const courier: Courier = {
    async deliver(parcel) {
      const failure = failures.shift();
      if (failure) throw failure;
      parcels.push(parcel);
      return "smtp";
    },
    close: () => {},
  };
  return { courier, parcels, failures };
}

async function open() {
  const world = await createWorld();
  const ear = listener();
  const post = testCourier();
  const run = (tolerate = false) => {
    world.clock.advance({ seconds: 1 });
    return world.runJobs(
      { ...ear.domains, documents: documentsJobs, notifications: notificationsJobs(post.courier) },
      { tolerate },
    );
  };
  const shop = await openShop(world.ctx);
  const order = await placedOrder(world.ctx, shop.productId, maria, ear, () => run());
  const subjects = async () =>
    (await messagesOf(world.ctx.db, order.orderId)).map(({ template }) => template).reverse();
  return { world, ctx: world.ctx, clock: world.clock, ear, post, run, shop, order, subjects };
}

const at = (hour: number, day = 23) => new Date(Date.UTC(2026, 10, day, hour));
const applicant = { kind: "applicant" } as const;

/** What python-icalendar, an implementation nobody here wrote, reads in a calendar object. */
function readByPython(calendar: string): Record<string, string> {
  const program = `
import sys, json, icalendar
c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
e = c.walk("VEVENT")[0]
print(json.dumps({"method": str(c["METHOD"]), "uid": str(e["UID"]), "sequence": str(e["SEQUENCE"]), "start": e["DTSTART"].dt.isoformat(),
  "end": e["DTEND"].dt.isoformat(), "status": str(e["STATUS"]), "attendee": str(e["ATTENDEE"]), "organizer": str(e["ORGANIZER"])}))`;
  return JSON.parse(execFileSync("/usr/bin/python3", ["-c", program], { input: calendar, encoding: "utf8" }));
}

test("codes go out by their channel and lie sealed in the outbox", async () => {
  const { world, ctx, ear, post, order } = await open();
  await using _ = world;
  const [mail, sms] = ["email", "sms"].map((channel) => post.parcels.find((parcel) => parcel.channel === channel)!);
  assert.equal(mail!.recipient, maria.email);
  assert.match(mail!.text, new RegExp(`código é ${ear.codeOf(order.orderId, "email")}\\.`));
  assert.equal(sms!.recipient, maria.phone);
  assert.ok(sms!.text.includes(ear.codeOf(order.orderId, "phone")) && sms!.text.length <= 160);
  const rows = (await allMessages(ctx.db)).filter(({ template }) => template === "contact-code");
  assert.equal(rows.length, 2);
  for (const row of rows) assert.ok(row.bodyText.includes("{code}") && row.sealedCode === null);
  assert.ok(!(await messagesOf(ctx.db, order.orderId)).some(({ template }) => template === "contact-code"));
});

test("from payment to calendar: papers wanted, invitation, move, cancellation", async () => {
  const { world, ctx, post, run, order, shop, subjects } = await open();
  await using _ = world;
  const { orderId, number } = order;
  await run();
  await pay(ctx, orderId);
  await run();
  const paid = post.parcels.at(-1)!;
  assert.ok(paid.text.includes(`Documentos videoconferência ${number}`));
  assert.match(paid.text, /documentos-\d+@ar\.example/);
  assert.match(paid.text, /Documento de identidade com foto/);
  assert.match(paid.text, /\(11\) 3456-7890/);
  assert.match(paid.text, /nunca pede senha/);
  await bookAppointment(ctx, { orderId, startsAt: at(14, 26), by: holderOf(orderId) });
  await run();
  await rescheduleAppointment(ctx, { orderId, startsAt: at(15, 27), by: holderOf(orderId) });
  await run();
  await releaseOrderTime(ctx, { orderId, reason: "cancelled", actor: applicant });
  await run();
  assert.deepEqual(await subjects(), [
    "order-placed",
    "order-paid",
    "appointment-booked",
    "appointment-moved",
    "appointment-ended",
  ]);
  const [request, moved, cancelled] = post.parcels.flatMap(({ calendar }) =>
    calendar ? [readByPython(calendar.content)] : [],
  );
  assert.equal(request!["method"], "REQUEST");
  assert.equal(request!["start"], "2026-11-26T14:00:00+00:00");
  assert.equal(request!["attendee"], `MAILTO:${maria.email}`);
  assert.equal(moved!["uid"], request!["uid"]);
  assert.equal(moved!["start"], "2026-11-27T15:00:00+00:00");
  assert.ok(Number(moved!["sequence"]) > Number(request!["sequence"]));
  assert.equal(cancelled!["method"], "CANCEL");
  assert.equal(cancelled!["status"], "CANCELLED");
  assert.equal(cancelled!["uid"], request!["uid"]);
  assert.ok(Number(cancelled!["sequence"]) > Number(moved!["sequence"]));
  assert.ok(shop.raId);
});

test("reminders come at their hours, follow a move and fall silent after a cancellation", async () => {
  const { world, ctx, clock, post, run, order } = await open();
  await using _ = world;
  const { orderId } = order;
  await pay(ctx, orderId);
  await bookAppointment(ctx, { orderId, startsAt: at(14, 26), by: holderOf(orderId) });
  await run();
  await rescheduleAppointment(ctx, { orderId, startsAt: at(15, 27), by: holderOf(orderId) });
  await run();
  const told = () => post.parcels.filter(({ subject }) => /^(Amanhã|Hoje)/.test(subject)).map(({ subject }) => subject);
  clock.set(at(14, 26));
  await run();
  assert.deepEqual(told(), []);
  clock.set(at(15, 26));
  await run();
  assert.deepEqual(told(), ["Amanhã, às 12h: sua videoconferência"]);
  clock.set(at(14, 27));
  await run();
  await run();
  assert.deepEqual(told().slice(1), ["Hoje, às 12h: link da sua videoconferência"]);
  assert.match(post.parcels.at(-1)!.text, new RegExp(`/pedido/${order.number}/sala`));
});

test("a cancelled visit reminds nobody; one booked within the hour gets its link at once", async () => {
  const { world, ctx, clock, post, run, order } = await open();
  await using _ = world;
  const { orderId } = order;
  await pay(ctx, orderId);
  await bookAppointment(ctx, { orderId, startsAt: at(14, 26), by: holderOf(orderId) });
  await run();
  await releaseOrderTime(ctx, { orderId, reason: "cancelled", actor: applicant });
  await run();
  clock.set(at(13, 26));
  await run();
  assert.ok(!post.parcels.some(({ subject }) => /^(Amanhã|Hoje)/.test(subject)));
  await bookAppointment(ctx, { orderId, startsAt: at(14, 26), by: holderOf(orderId) });
  await run();
  const last = post.parcels.at(-1)!;
  assert.match(last.subject, /^Videoconferência marcada/);
  assert.match(last.text, /Entrar na sala:\n.*\/sala/);
});

test("the outbox tries again, tells once, and gives up where the address is refused", async () => {
  const { world, ctx, clock, post, run, order } = await open();
  await using _ = world;
  const { orderId } = order;
  post.failures.push(new Error("connection refused"), new Error("connection refused"));
  await run(true);
  const [waiting] = await messagesOf(ctx.db, orderId);
  assert.equal(deliveryState(waiting!), "retrying");
  for (let hours = 0; hours < 4; hours++) {
    clock.advance({ hours: 1 });
    await run(true);
  }
  const [sent] = await messagesOf(ctx.db, orderId);
  assert.equal(deliveryState(sent!), "sent");
  assert.equal(sent!.attempts, 3);
  await deliverMessage(ctx, post.courier, { messageId: sent!.id });
  assert.equal(post.parcels.filter(({ id }) => id === sent!.id).length, 1);

  post.failures.push(new UndeliverableError("550 no such user"));
  await pay(ctx, orderId);
  await run(true);
  const [failed] = await messagesOf(ctx.db, orderId);
  assert.equal(deliveryState(failed!), "failed");
  assert.match(failed!.lastError!, /no such user/);
  await resendMessage(ctx, { orderId, messageId: failed!.id });
  await assert.rejects(resendMessage(ctx, { orderId, messageId: failed!.id }));
  await run();
  assert.equal(deliveryState((await messageById(ctx.db, failed!.id))!), "sent");
});

test("an event handled twice tells once; papers get a receipt that says what is missing", async () => {
  const { world, ctx, clock, post, run, order, subjects } = await open();
  await using _ = world;
  const { orderId } = order;
  await run();
  const verified = { orderId, proofingId: newId(), outcome: "approved", reason: "" } as const;
  clock.advance({ seconds: 1 });
  await tellVerified(ctx, verified);
  await tellVerified(ctx, verified);
  assert.deepEqual(await subjects(), ["order-placed", "identity-confirmed"]);
  const files = [
    { name: "rg.pdf", content: pdfWithPages(2) },
    { name: "foto.heic", content: Buffer.from("\0\0\0\x18ftypheic\0\0\0\0", "latin1") },
    { name: "IMG_0001.HEIC", content: readFileSync(new URL("../../cases/heic/foto.heic", import.meta.url)) },
  ];
  await receiveUpload(ctx, { orderId, files, by: holderOf(orderId) });
  await run();
  const receipt = post.parcels.at(-1)!;
  assert.match(receipt.text, /rg\.pdf: recebido/);
  assert.match(receipt.text, /foto\.heic: não serve.*JPG/);
  assert.match(receipt.text, /IMG_0001\.jpg: recebido/);
  const sent = (await readChain(ctx.db, `order:${orderId}`)).filter(({ act }) => act === "papers.uploaded");
  const papers = sent.flatMap(({ details }) => (details as { papers: { madeFrom?: string }[] }).papers);
  assert.equal(papers.length, 3);
  assert.deepEqual(
    papers.flatMap(({ madeFrom }) => madeFrom ?? []),
    [sha256Hex(files[2]!.content)],
    "the trail names the file that the JPEG was made from",
  );
  assert.match(receipt.text, /Não falta mais nada/);
});

test("whoever writes without a known number is answered once an hour, and told nothing about any order", async () => {
  const { world, ctx, post, run, shop, order } = await open();
  await using _ = world;
  const mailbox = (await registrationAuthority(ctx.db, shop.raId))!.papersAddress;
  const arrive = async (id: string) => {
    const raw = `From: Irma <irma@exemplo.com.br>\r\nMessage-ID: <${id}@x>\r\nSubject: meus papeis\r\n\r\nSegue.\r\n`;
    const spooled = await spoolMail(ctx, Readable.from([Buffer.from(raw)]), 10_000);
    assert.ok(spooled !== "too-big");
    const envelope = { envelopeFrom: "irma@exemplo.com.br", envelopeTo: [mailbox] };
    await receiveMail(ctx, { id: spooled.id, rawHash: spooled.hash, bytes: spooled.bytes, ...envelope });
    await run();
  };
  await arrive("um");
  await arrive("dois");
  const answers = post.parcels.filter(({ recipient }) => recipient === "irma@exemplo.com.br");
  assert.equal(answers.length, 1);
  assert.equal(answers[0]!.inReplyTo, "<um@x>");
  assert.match(answers[0]!.text, /Documentos videoconferência \+ o número do pedido/);
  assert.ok(!answers[0]!.text.includes(order.number));
});

test("over SMTP: one mail with text, HTML and invitation, marked as automatic", async () => {
  const { world } = await open();
  await using _ = world;
  const received: Buffer[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    onRcptTo: (address, _session, callback) =>
      callback(
        address.address.startsWith("nobody") ? Object.assign(new Error("no such user"), { responseCode: 550 }) : null,
      ),
    async onData(stream, _session, callback) {
      const pieces: Buffer[] = [];
      for await (const piece of stream) pieces.push(piece as Buffer);
      received.push(Buffer.concat(pieces));
      callback(null);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.server.address() as { port: number };
  const courier = smtpCourier({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    mailFrom: "Confere <nao-responda@confere.example>",
    publicUrl: "https://confere.example",
  });
  const parcel: Parcel = {
    id: newId(),
    channel: "email",
    recipient: maria.email,
    subject: "Videoconferência marcada",
    text: "Olá",
    html: "<p>Olá</p>",
    calendar: { method: "REQUEST", content: "BEGIN:VCALENDAR\r\nEND:VCALENDAR" },
    from: { name: "AR Teste", replyTo: "contato@ar.example" },
    inReplyTo: null,
  };
  assert.equal(await courier.deliver(parcel), "smtp");
  const mail = await simpleParser(received[0]!);
  assert.equal(mail.messageId, `<${parcel.id}@confere.example>`);
  assert.equal(mail.headers.get("auto-submitted"), "auto-generated");
  assert.equal(mail.from?.text, '"AR Teste" <nao-responda@confere.example>');
  assert.match(received[0]!.toString(), /text\/calendar; charset=utf-8; method=REQUEST/);
  await assert.rejects(courier.deliver({ ...parcel, recipient: "nobody@exemplo.com.br" }), UndeliverableError);
  await assert.rejects(courier.deliver({ ...parcel, channel: "sms" }), UndeliverableError);
  courier.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

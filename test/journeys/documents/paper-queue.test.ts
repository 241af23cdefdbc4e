import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { documentsJobs } from "../../../src/documents/documents-jobs.ts";
import { mailById } from "../../../src/documents/mail/mail-reads.ts";
import { spoolMail } from "../../../src/documents/mail/mail-spool.ts";
import { receiveMail } from "../../../src/documents/mail/receive-mail.ts";
import { mostMailedPapers, mostPapers, paperTimeMs } from "../../../src/documents/papers/paper-arrival.ts";
import { startPaperDesk } from "../../../src/documents/papers/paper-desk.ts";
import { arrivalsOf, papersOf } from "../../../src/documents/papers/paper-reads.ts";
import { receiveUpload } from "../../../src/documents/papers/receive-upload.ts";
import { orderPages } from "../../../src/faces/applicant/order/order-pages.ts";
import { papersPages } from "../../../src/faces/applicant/papers/papers-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { registrationAuthority } from "../../../src/people/authority/registration-authority-reads.ts";
import { sql } from "../../../src/platform/database.ts";
import type { Failure } from "../../../src/platform/failures/failure.ts";
import { tasksOf } from "../../../src/watch/lateness/watch-reads.ts";
import { troublesOf } from "../../../src/watch/troubles/trouble-reads.ts";
import { watchJobs } from "../../../src/watch/watch-jobs.ts";
import { goodPdf, slowPdf } from "../../kit/pdf-samples.ts";
import { maria, placedOrder } from "../../kit/shop.ts";
import { openWatch } from "../../kit/watch-story.ts";

type Placed = Awaited<ReturnType<typeof placedOrder>>;

let story: Awaited<ReturnType<typeof openWatch>>;
let app: Awaited<ReturnType<typeof openDoor>>;
let mailbox: string;

/** One more order of an AR that sells, not paid. */
const order = (): Promise<Placed> => placedOrder(story.ctx, story.shop.productId, maria, story.ear, story.run);
const good = (name: string, count = 1) =>
  Array.from({ length: count }, (_, n) => ({ name: `${name} ${n}.pdf`, content: goodPdf(`${name} ${n}`) }));
const upload = ({ orderId }: Placed, files: { name: string; content: Buffer }[]) =>
  receiveUpload(story.ctx, { orderId, files, by: holderOf(orderId) });

/** The form of the page, and the page that comes after it. */
async function send({ number, accessToken }: Placed, files: { name: string; content: Buffer }[]) {
  const form = new FormData();
  for (const { name, content } of files) form.append("identity", new Blob([new Uint8Array(content)]), name);
  const made = new Response(form);
  const cookies = { confere_pedido: accessToken };
  const answer = await app.inject({
    method: "POST",
    url: `/pedido/${number}/documentos`,
    headers: { "content-type": made.headers.get("content-type")! },
    payload: Buffer.from(await made.arrayBuffer()),
    cookies,
  });
  assert.equal(answer.statusCode, 303, answer.body);
  const address = String(answer.headers.location);
  return { address, look: async () => (await app.inject({ url: address, cookies })).body };
}

async function mail(number: string, count: number, head = "") {
  const { ctx, run } = story;
  const parts = good("m", count).map(
    ({ name, content }) =>
      `--b\r\nContent-Type: application/pdf; name="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${content.toString("base64")}\r\n`,
  );
  const raw = `${head}From: <${maria.email}>\r\nSubject: ${number}\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n${parts.join("")}--b--\r\n`;
  const spooled = await spoolMail(ctx, Readable.from([raw]), 10_000_000);
  assert.ok(spooled !== "too-big");
  const envelope = { envelopeFrom: maria.email, envelopeTo: [mailbox] };
  await receiveMail(ctx, { id: spooled.id, rawHash: spooled.hash, bytes: spooled.bytes, ...envelope });
  const parcels = story.parcels.length;
  await run();
  return { mail: (await mailById(ctx.db, spooled.id))!, letters: story.parcels.slice(parcels) };
}

describe("files wait in fair turns", () => {
  before(async () => {
    story = await openWatch(1, { documents: documentsJobs });
    const { ctx, shop } = story;
    mailbox = (await registrationAuthority(ctx.db, shop.raId))!.papersAddress;
    app = await openDoor(ctx, [
      (door) => papersPages(door, { ctx }),
      (door) => orderPages(door, { ctx, provider: simulatedBank() }),
    ]);
  });
  after(async () => {
    await app.close();
    await story.world.close();
  });

  test("an order holds so many files and no more, whatever comes at once and by which door; the mail says which were not kept", async () => {
    const { ctx } = story;
    const [byPage, byMail, both] = [await order(), await order(), await order()];
    const sent = await Promise.allSettled([1, 2, 3, 4].map((n) => upload(byPage, good(`p${n}`, 15))));
    const refused = sent.flatMap((one) => (one.status === "rejected" ? [one.reason as Failure] : []));
    assert.deepEqual(
      refused.map(({ code }) => code),
      ["paper-too-many", "paper-too-many"],
    );
    assert.equal((await papersOf(ctx.db, byPage.orderId)).length, 30);
    const kept = readdirSync(join(ctx.config.dataFolder, "blobs"));
    for (const { rows } of [
      await sql<{ id: string }>`select key_id as id from blob_keys where wrapped is null`.execute(ctx.db),
    ])
      assert.ok(rows.length >= 2 && rows.every(({ id }) => !kept.includes(id)), "of a refused form nothing stays");

    const { mail: full, letters } = await mail(byMail.number, mostMailedPapers + 5);
    assert.equal((await papersOf(ctx.db, byMail.orderId)).length, mostMailedPapers);
    assert.equal(full.leftOut.length, 5);
    const receipt = letters.find(({ text }) => /Não guardamos/.test(text));
    assert.match(receipt!.text, /Não guardamos: m 30\.pdf; m 31\.pdf; m 32\.pdf; m 33\.pdf; m 34\.pdf\. /);
    assert.match(receipt!.subject, /5 arquivos não couberam/);
    const { mail: marked, letters: none } = await mail(byMail.number, 1, "Auto-Submitted: auto-generated\r\n");
    assert.equal(none.filter(({ text }) => /Não guardamos/.test(text)).length, 0, "a machine is answered by nobody");
    const task = (await tasksOf(ctx.db, story.shop.raId, new Date(0))).find(({ subjectId }) => subjectId === marked.id);
    assert.match(task!.words, /Não couberam no pedido e não foram guardados: m 0\.pdf\./);
    await upload(byMail, good("page", mostPapers - mostMailedPapers));
    await assert.rejects(upload(byMail, good("one more")), { code: "paper-too-many" });

    await Promise.all([upload(both, good("a", 25)), mail(both.number, 29)]);
    assert.equal((await papersOf(ctx.db, both.orderId)).length, mostPapers);
  });

  test("behind twenty slow files of three strangers an honest one is nearly next; the page shows how far the others are", async (t) => {
    const { ctx } = story;
    const strangers = [await order(), await order(), await order()];
    const honest = await order();
    await upload(honest, good("threads are started"));
    const desk = startPaperDesk(ctx);
    t.after(() => desk.close());
    let n = 0;
    const pages = await Promise.all(
      strangers.map((stranger, at) =>
        send(
          stranger,
          Array.from({ length: at === 2 ? 6 : 7 }, () => ({ name: `lento ${++n}.pdf`, content: slowPdf(n) })),
        ),
      ),
    );
    const page = await pages[0]!.look();
    assert.match(page, /Seus arquivos chegaram\. 0 de 7 conferidos/);
    assert.match(page, /<progress class="steps-bar" max="7" value="0"/);
    assert.match(page, /<noscript><meta http-equiv="refresh" content="2;url=[^"]*\?lote=/);
    const answer = await send(honest, good("honesto"));
    let text = await answer.look();
    await until(async () => /1 arquivo chegou/.test((text = await answer.look())));
    // Seconds are the bench's affair (`npm run bench -- abuse`): a loaded machine has few. Here: it was nearly next.
    const { rows } = await sql<{ judged: number }>`select count(*)::int as judged from papers
      where file_name like 'lento%'`.execute(ctx.db);
    assert.ok(rows[0]!.judged <= 4, `${rows[0]!.judged} of twenty slow files were judged before it`);
    assert.doesNotMatch(text, /http-equiv="refresh"/);
    await desk.close();
    await sql`delete from paper_arrivals`.execute(ctx.db);
  });

  test("what an order uses up in an hour waits for the next, kept and told in words; mail to it uses up nothing of its page", async (t) => {
    const { ctx, clock } = story;
    const place = await order();
    const hour = new Date(Math.floor(clock.now().getTime() / 3_600_000) * 3_600_000);
    const use = (source: string) =>
      sql`insert into paper_time (order_id, source, hour, milliseconds)
        values (${place.orderId}, ${source}, ${hour}, ${paperTimeMs})`.execute(ctx.db);
    await use("mail");
    await upload(place, good("livre"));
    assert.equal((await papersOf(ctx.db, place.orderId)).length, 1);
    await sql`delete from paper_time where order_id = ${place.orderId}`.execute(ctx.db);
    await use("upload");
    const page = await send(place, good("tarde", 2));
    const next = `${String((hour.getUTCHours() - 3 + 24 + 1) % 24).padStart(2, "0")}h`;
    assert.match(await page.look(), new RegExp(`o tempo desta hora acabou.*seguem sozinhos às ${next}`, "s"));
    assert.equal((await arrivalsOf(ctx.db, place.orderId)).length, 2);
    clock.set(new Date(hour.getTime() + 3_600_000));
    const desk = startPaperDesk(ctx);
    t.after(() => desk.close());
    await until(async () => (await arrivalsOf(ctx.db, place.orderId)).length === 0);
    await desk.close();
    assert.match(await page.look(), /2 arquivos chegaram/);
  });

  test("files that came by mail and wait for the next hour are on the order's page, and nobody is asked for them", async (t) => {
    const { ctx, clock } = story;
    const place = await order();
    clock.set(new Date(Math.ceil(clock.now().getTime() / 3_600_000) * 3_600_000 + 60_000));
    await use(place.orderId, "mail");
    const look = async (page = "") => {
      const url = `/pedido/${place.number}${page}`;
      return (await app.inject({ url, cookies: { confere_pedido: place.accessToken } })).body;
    };
    assert.match(await look(), /Falta enviar/);
    await mail(place.number, 4);
    assert.equal((await arrivalsOf(ctx.db, place.orderId)).length, 4);
    const next = `${String((clock.now().getUTCHours() - 3 + 24 + 1) % 24).padStart(2, "0")}h`;
    const words = new RegExp(`Recebido por e-mail, será conferido às ${next}`);
    for (const page of ["", "/documentos"]) {
      const html = await look(page);
      assert.match(html, words, page);
      assert.doesNotMatch(html, /Falta enviar/, page);
    }
    const board = await look("/documentos");
    assert.match(board, /: m 0\.pdf\. Não precisa enviar de novo\./);
    const arrived = board.slice(board.indexOf("O que já chegou"));
    assert.doesNotMatch(arrived, /Nenhum arquivo ainda/);
    for (const n of [0, 1, 2, 3]) assert.match(arrived, new RegExp(`m ${n}\\.pdf.*?será conferido às ${next}`, "s"));
    clock.advance({ hours: 1 });
    assert.match(await look(), /Recebido por e-mail, conferindo agora/);
    const desk = startPaperDesk(ctx);
    t.after(() => desk.close());
    await until(async () => (await arrivalsOf(ctx.db, place.orderId)).length === 0);
    await desk.close();
    assert.doesNotMatch(await look(), /Recebido por e-mail|Falta enviar/);
  });

  test("files of a process that was killed are judged at the next start; one that cannot be is a task, and comes when tried again", async (t) => {
    const { ctx, clock, shop } = story;
    const place = await order();
    const domains = { documents: documentsJobs, watch: watchJobs };
    await use(place.orderId);
    const { batchId } = await upload(place, good("perdido"));
    await sql`delete from paper_time`.execute(ctx.db);
    await sql`update paper_arrivals set waits_until = null`.execute(ctx.db);
    const { rows } = await sql<{ wrapped: Buffer }>`select wrapped from blob_keys where key_id = ${batchId}`.execute(
      ctx.db,
    );
    await sql`delete from blob_keys where key_id = ${batchId}`.execute(ctx.db);
    const desk = startPaperDesk(ctx);
    t.after(() => desk.close());
    const handedOver = async () =>
      (await sql`select 1 from paper_arrivals where handed_over_at is not null`.execute(ctx.db)).rows.length;
    await until(async () => (await handedOver()) > 0);
    await desk.close();
    await sql`update pgboss.job set retry_count = 11 where data->>'name' = 'documents.judge-paper'`.execute(ctx.db);
    clock.advance({ minutes: 1 });
    await story.world.runJobs(domains, { tolerate: true });
    const troubles = (await troublesOf(ctx.db, shop.raId)).filter(({ orderId }) => orderId === place.orderId);
    assert.deepEqual(
      troubles.map(({ name, givenUpAt }) => [name, givenUpAt !== null]),
      [["documents.judge-paper", true]],
    );
    await sql`insert into blob_keys (key_id, wrapped) values (${batchId}, ${rows[0]!.wrapped})`.execute(ctx.db);
    await documentsJobs.jobs!["documents.judge-paper"]!(ctx, {
      arrivalId: (await arrivalsOf(ctx.db, place.orderId))[0]!.id,
      orderId: place.orderId,
    });
    assert.equal((await papersOf(ctx.db, place.orderId)).length, 1);
    await story.world.runJobs(domains, { tolerate: true });
    assert.ok(!readdirSync(join(ctx.config.dataFolder, "blobs")).includes(batchId), "what it was judged from is gone");
  });
});

/** Waits for what another thread does, a minute at most. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(100)) if (await isSo()) return;
  assert.fail("it did not come within a minute");
}

async function use(orderId: string, source = "upload"): Promise<void> {
  const { ctx, clock } = story;
  const hour = new Date(Math.floor(clock.now().getTime() / 3_600_000) * 3_600_000);
  await sql`insert into paper_time (order_id, source, hour, milliseconds)
    values (${orderId}, ${source}, ${hour}, ${paperTimeMs})`.execute(ctx.db);
}

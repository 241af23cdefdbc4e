import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { documentsJobs } from "../../../src/documents/documents-jobs.ts";
import { receiveMail } from "../../../src/documents/mail/receive-mail.ts";
import { papersOf } from "../../../src/documents/papers/paper-reads.ts";
import { receiveUpload } from "../../../src/documents/papers/receive-upload.ts";
import { checkDossier } from "../../../src/dossiers/check-dossier.ts";
import { dossierItems, sealsOf } from "../../../src/dossiers/dossier-reads.ts";
import { dossiersJobs } from "../../../src/dossiers/dossiers-jobs.ts";
import { issuancePages } from "../../../src/faces/applicant/emission/issuance-pages.ts";
import { orderPages } from "../../../src/faces/applicant/order/order-pages.ts";
import { deskPages } from "../../../src/faces/desk/desk-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { officePages } from "../../../src/faces/office/office-pages.ts";
import { irregularitiesJobs } from "../../../src/irregularities/irregularities-jobs.ts";
import { ensureAuthorities } from "../../../src/issuance/authorities/ensure-authorities.ts";
import { issuanceJobs } from "../../../src/issuance/issuance-jobs.ts";
import { installationSeal } from "../../../src/issuance/seals/installation-seal.ts";
import { notificationsJobs } from "../../../src/notifications/notifications-jobs.ts";
import { UndeliverableError } from "../../../src/notifications/outbox/courier.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { paymentsJobs } from "../../../src/payments/payments-jobs.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import { sql, transact } from "../../../src/platform/database.ts";
import { bossOn, type JobData, jobQueue } from "../../../src/platform/jobs/job-queue.ts";
import { rosterOf } from "../../../src/platform/jobs/job-roster.ts";
import { runJob } from "../../../src/platform/jobs/job-run.ts";
import { GiveUpError, reportTroubles } from "../../../src/platform/jobs/job-troubles.ts";
import { type DomainJobs, enqueue } from "../../../src/platform/jobs/jobs.ts";
import type { Context } from "../../../src/platform/settings/context.ts";
import { proofingJobs } from "../../../src/proofing/proofing-jobs.ts";
import { proofingsOf } from "../../../src/proofing/proofing-reads.ts";
import { pushJobs } from "../../../src/push/push-jobs.ts";
import { roomsJobs } from "../../../src/rooms/rooms-jobs.ts";
import { schedulingJobs } from "../../../src/scheduling/scheduling-jobs.ts";
import { noteTrouble, settleTrouble } from "../../../src/watch/troubles/note-trouble.ts";
import { retryJob, settleJobByHand } from "../../../src/watch/troubles/retry-job.ts";
import { knownWordsOf } from "../../../src/watch/troubles/trouble.ts";
import { troubleOf, troublesOf } from "../../../src/watch/troubles/trouble-reads.ts";
import { watchJobs } from "../../../src/watch/watch-jobs.ts";
import { ours } from "../../kit/authorities.ts";
import { lockedPdf } from "../../kit/pdf-samples.ts";
import { refused } from "../../kit/refused.ts";
import { openShop } from "../../kit/shop.ts";
import { person, type Sitting } from "../../kit/sitting.ts";
import { visitor } from "../../kit/visitor.ts";
import { openWatch, silentMedia, sitDown } from "../../kit/watch-story.ts";
import { createWorld, type World } from "../../kit/world.ts";
import { openApproved } from "../../pki/pki-approved.ts";

/** What people send that is no paper: a Word file, nothing, a locked PDF, a phone's HEIC, the signature of a signed mail. */
const hopeless = () => [
  { name: "RG – Márcia.docx", content: Buffer.from("504b0304140006000800", "hex") },
  { name: "vazio.pdf", content: Buffer.alloc(0) },
  { name: "contrato.pdf", content: lockedPdf },
  {
    name: "IMG_0001.HEIC",
    content: Buffer.concat([Buffer.from("00000024667479706865696300", "hex"), Buffer.alloc(64)]),
  },
  { name: "smime.p7s", content: Buffer.from("3080060920864886f70d010702", "hex") },
];

test("refused files stop no seal: they stand in the dossier by name, reason and hash", async () => {
  const { world, ctx, orderId } = await openApproved({
    beforeSeal: async ({ ctx, orderId }) => {
      const { papers } = await receiveUpload(ctx, { orderId, files: hopeless(), by: holderOf(orderId) });
      assert.ok(papers.every(({ verdict }) => verdict === "refused"));
    },
  });
  await using _ = world;
  const [proofing] = await proofingsOf(ctx.db, orderId);
  assert.equal((await sealsOf(ctx.db, orderId)).length, 1);
  const verdict = await checkDossier(ctx, installationSeal, { orderId, proofingId: proofing!.id });
  assert.equal(verdict.intact, true, JSON.stringify(verdict));
  const items = await dossierItems(ctx.db, orderId);
  const item = items.find(({ kind }) => kind === "refused-papers")!;
  const told = JSON.parse((await ctx.blobs.read(orderId, item.hash)).toString()) as Record<string, string>[];
  const papers = (await papersOf(ctx.db, orderId)).filter(({ verdict }) => verdict === "refused");
  assert.equal(papers.length, hopeless().length);
  assert.deepEqual(
    told.map(({ name, reason, sha256 }) => [name, reason, sha256]).sort(),
    papers.map(({ fileName, reason, hash }) => [fileName, reason, hash]).sort(),
  );
  const kept = (await papersOf(ctx.db, orderId)).filter(({ verdict }) => verdict === "accepted");
  assert.deepEqual(
    items.flatMap(({ kind, hash }) => (kind === "paper" ? [hash] : [])).sort(),
    kept.map(({ hash }) => hash).sort(),
    "only what is kept is listed as kept",
  );
});

async function openFaces(ctx: Context) {
  return openDoor(ctx, [
    (scope) => orderPages(scope, { ctx, provider: simulatedBank() }),
    (scope) => issuancePages(scope, { ctx, authorities: ours }),
    (scope) => deskPages(scope, { ctx }),
    (scope) => officePages(scope, { ctx, signer: installationSeal, authorities: ours }),
  ]);
}

/** Moves the order's recording off the disk, as a lost volume would; answers how to bring it back. */
async function loseRecording({ ctx, orderId }: Pick<Sitting, "ctx" | "orderId">): Promise<() => void> {
  const { rows } = await sql<{ hash: string }>`select c.hash from recordings c join rooms r on r.id = c.room_id
    where r.order_id = ${orderId}`.execute(ctx.db);
  const folder = join(ctx.config.dataFolder, "blobs", orderId);
  const file = readdirSync(folder, { recursive: true, encoding: "utf8" }).find((name) => name.endsWith(rows[0]!.hash))!;
  renameSync(join(folder, file), join(folder, `${file}.lost`));
  return () => renameSync(join(folder, `${file}.lost`), join(folder, file));
}

test("a seal that fails three times: told to the AR and to the holder, tried again by the manager only, and then it comes", async () => {
  let find = () => {};
  const story = await openApproved({
    domains: { watch: watchJobs },
    tolerate: true,
    beforeSeal: async (sitting) => {
      find = await loseRecording(sitting);
    },
  });
  const { world, ctx, clock, shop, orderId, number, agent, jobs } = story;
  await using _ = world;
  const app = await openFaces(ctx);
  const holder = visitor(app);
  holder.keep({ confere_pedido: story.accessToken });
  const page = async () => {
    await holder.open(`/pedido/${number}/emissao`);
    return holder.page.text;
  };
  assert.match(await page(), /Leva poucos segundos/);
  for (let n = 0; n < 3; n++) {
    clock.advance({ minutes: 1 });
    await jobs();
  }
  assert.match(await page(), /Houve um problema nosso\. A AR já sabe/);
  assert.doesNotMatch(await page(), /segundos/);
  assert.match(await page(), /fechar o seu dossiê/);
  await holder.open(`/pedido/${number}`);
  assert.match(holder.page.text, /Houve um problema nosso\. A AR já sabe/);
  assert.doesNotMatch(holder.page.text, /segundo agente está conferindo/);

  const boss = await person(ctx, shop.raId, "39053344705", ["manager"]);
  const manager = visitor(app);
  manager.keep({ confere_agente: await sitDown(ctx, boss) });
  await manager.open("/office");
  assert.match(manager.page.text, /Lacrar o dossiê: Maria da Silva/);
  assert.match(manager.page.text, /Falha há \d+ min/);
  const [trouble] = await troublesOf(ctx.db, shop.raId);
  const retry = `/office/falhas/${trouble!.jobId}/nova-tentativa`;

  const worker = visitor(app);
  worker.keep({ confere_agente: await sitDown(ctx, agent) });
  await worker.open("/desk/tarefas");
  assert.match(worker.page.text, /Lacrar o dossiê/);
  assert.doesNotMatch(worker.page.text, /Tentar de novo</);
  await assert.rejects(retryJob(ctx, { jobId: trouble!.jobId, by: agent }), refused("not-allowed"));
  const stranger: AgentPrincipal = { ...boss, raId: randomUUID() };
  await assert.rejects(retryJob(ctx, { jobId: trouble!.jobId, by: stranger }), refused("not-found"));
  const byHand = { jobId: trouble!.jobId, note: "lacrei no papel", by: boss };
  await assert.rejects(settleJobByHand(ctx, byHand), refused("job-must-run"));

  // Again while it still fails: it stays a trouble. It waits on its own until it is given up.
  await manager.send(retry);
  await jobs();
  assert.equal((await troubleOf(ctx.db, orderId))?.jobId, trouble!.jobId);
  for (let n = 0; n < 12; n++) {
    clock.advance({ hours: 3 });
    await jobs();
  }
  manager.keep({ confere_agente: await sitDown(ctx, boss) });
  await manager.open("/office");
  assert.match(manager.page.text, /Parou/);
  find();
  await jobs();
  assert.equal((await sealsOf(ctx.db, orderId)).length, 0, "given up: nothing tries by itself");
  await manager.open("/desk/tarefas");
  await manager.send(retry, { de: "tarefas" });
  assert.equal(manager.page.path, "/desk/tarefas");
  await jobs();
  assert.equal((await sealsOf(ctx.db, orderId)).length, 1);
  assert.equal(await troubleOf(ctx.db, orderId), undefined);
  assert.match(await page(), /Sua identidade foi confirmada/);
  await manager.open("/office");
  assert.doesNotMatch(manager.page.text, /Lacrar o dossiê/);
  await assert.rejects(retryJob(ctx, { jobId: trouble!.jobId, by: boss }), refused("task-done"));
  await app.close();
});

async function threeHours(world: World, domains: Parameters<World["runJobs"]>[0], times = 3): Promise<void> {
  for (let n = 0; n < times; n++) {
    await world.runJobs(domains, { tolerate: true });
    world.clock.advance({ hours: 1 });
  }
  await world.runJobs(domains, { tolerate: true });
}

test("a job of no order is its AR's, or every manager's where it is the installation's", async () => {
  await using world = await createWorld();
  const { ctx } = world;
  const domains = { documents: documentsJobs, issuance: issuanceJobs(ours), watch: watchJobs };
  await ensureAuthorities(ctx);
  const [shop, other] = [await openShop(ctx), await openShop(ctx)];
  const { rows } = await sql<{ box: string }>`select papers_address as box from registration_authorities
    where id = ${shop.raId}`.execute(ctx.db);
  // A mail whose file is gone, and a list that has no table to go to.
  const mail = { id: randomUUID(), rawHash: "ab".repeat(32), bytes: 10, envelopeFrom: "a@b.example" };
  await receiveMail(ctx, { ...mail, envelopeTo: [rows[0]!.box] });
  await sql`alter table crls rename to crls_elsewhere`.execute(ctx.db);
  await threeHours(world, domains);
  const namesOf = async (raId: string) => (await troublesOf(ctx.db, raId)).map(({ name }) => name).sort();
  assert.deepEqual(await namesOf(shop.raId), ["documents.open-mail", "issuance.publish-crls"]);
  assert.deepEqual(await namesOf(other.raId), ["issuance.publish-crls"]);

  const [lists] = await troublesOf(ctx.db, other.raId);
  const agent = await person(ctx, other.raId, "98765432100", ["agent"]);
  const manager = await person(ctx, other.raId, "39053344705", ["manager"]);
  await assert.rejects(retryJob(ctx, { jobId: lists!.jobId, by: agent }), refused("not-allowed"));
  await sql`alter table crls_elsewhere rename to crls`.execute(ctx.db);
  await retryJob(ctx, { jobId: lists!.jobId, by: manager });
  await world.runJobs(domains, { tolerate: true });
  assert.deepEqual(await namesOf(other.raId), []);
});

test("a letter that nobody takes: told at once, not to the holder; sent again, or done by telephone", async () => {
  await using story = await letters();
  const { ctx, order, manager, world, domains, post } = story;
  const { orderId } = order;
  const [undelivered, second] = await troublesOf(ctx.db, manager.raId);
  assert.equal(undelivered!.name, "notifications.deliver");
  assert.ok(undelivered!.givenUpAt && second);
  assert.match(undelivered!.lastError, /no such user/);
  assert.equal(await troubleOf(ctx.db, orderId), undefined, "nothing waits for a letter");
  await settleJobByHand(ctx, { jobId: undelivered!.jobId, note: "Avisei por telefone", by: manager });
  post.refuses = false;
  await retryJob(ctx, { jobId: second.jobId, by: manager });
  await world.runJobs(domains);
  assert.equal(post.taken, 1);
  assert.deepEqual(await troublesOf(ctx.db, manager.raId), []);
});

async function letters() {
  const post = { refuses: false, taken: 0 };
  const courier = {
    async deliver() {
      if (post.refuses) throw new UndeliverableError("550 no such user");
      post.taken++;
      return "smtp" as const;
    },
    close: () => {},
  };
  const story = await openWatch(1, { notifications: notificationsJobs(courier) });
  const { ctx, world, order } = story;
  await transact(ctx.db, (tx) =>
    sql`update messages set sent_at = null, sent_via = null where order_id = ${order.orderId}`.execute(tx),
  );
  const { rows } = await sql<{ id: string }>`select id from messages where order_id = ${order.orderId}
    and template <> 'contact-code' limit 2`.execute(ctx.db);
  Object.assign(post, { refuses: true, taken: 0 });
  const domains = { notifications: notificationsJobs(courier), watch: watchJobs };
  for (const { id } of rows)
    await transact(ctx.db, (tx) => enqueue(tx, "notifications.deliver", { messageId: id }, { key: id }));
  await world.runJobs(domains, { tolerate: true });
  return { ...story, post, domains, [Symbol.asyncDispose]: () => world.close() };
}

test("news that come in the wrong order leave no trouble open", async () => {
  const { world, ctx, shop } = await openWatch(1);
  await using _ = world;
  const jobId = randomUUID();
  const at = ctx.clock.now().toISOString();
  const name = "issuance.publish-crls";
  await settleTrouble(ctx, { jobId, name, outcome: "done", at });
  await noteTrouble(ctx, { jobId, name, subject: {}, attempts: 3, givenUp: false, lastError: "late", at });
  assert.deepEqual(await troublesOf(ctx.db, shop.raId), []);
});

test("no person says in the system's place that a seal is made, a list out or a calendar read", async () => {
  const { world, ctx, shop, manager } = await openWatch(1);
  await using _ = world;
  const failed = { attempts: 12, givenUp: true, lastError: "late", at: ctx.clock.now().toISOString() };
  for (const name of ["event:agreement.signed>issuance", "issuance.publish-crls", "scheduling.read-calendar"]) {
    const jobId = randomUUID();
    await noteTrouble(ctx, { jobId, name, subject: { raId: shop.raId }, ...failed });
    await assert.rejects(settleJobByHand(ctx, { jobId, note: "feito", by: manager }), refused("job-must-run"), name);
  }
  assert.equal((await troublesOf(ctx.db, shop.raId)).length, 3, "each waits to be tried again");
});

/** Every domain's jobs, as the product starts them. */
const allJobs: DomainJobs = {
  payments: paymentsJobs(simulatedBank()),
  scheduling: schedulingJobs,
  documents: documentsJobs,
  rooms: roomsJobs(silentMedia),
  irregularities: irregularitiesJobs,
  proofing: proofingJobs,
  dossiers: dossiersJobs(installationSeal),
  issuance: issuanceJobs(ours),
  watch: watchJobs,
  push: pushJobs,
  notifications: notificationsJobs({ deliver: async () => "smtp" as const, close: () => {} }),
};

/** The same jobs, each of which gives up with words that no text column holds; only the reports of that are real. */
function givingUp(domains: DomainJobs): DomainJobs {
  const giveUp = async () => {
    throw new GiveUpError(`NUL \u0000, half a sign \ud800, ${"x".repeat(466)}\u{1f600}`);
  };
  const all = (of: object | undefined) =>
    Object.fromEntries(Object.entries(of ?? {}).map(([name, task]) => [name, name.startsWith("job.") ? task : giveUp]));
  return Object.fromEntries(
    Object.entries(domains).map(([domain, { jobs, events, subjects }]) => [
      domain,
      { jobs: all(jobs), events: all(events), ...(subjects && { subjects }) },
    ]),
  );
}

test("no job that gives up escapes: each of the product's, whatever its payload, is on a manager's list", async () => {
  await using world = await createWorld();
  const { ctx } = world;
  const domains = givingUp(allJobs);
  const { raId } = await openShop(ctx);
  const names = [...rosterOf(domains).tasks.keys()].filter((name) => !name.startsWith("event:job."));
  assert.ok(names.length > 40, `${names.length} jobs`);
  const lost = { orderId: randomUUID(), mailId: randomUUID() };
  const payloads = [lost, { orderId: "none" }, { mailId: "none", roomId: "none" }, {}];
  await transact(ctx.db, async (tx) => {
    const { boss, db } = await bossOn(tx);
    for (const [at, name] of ["nobody.does-this", ...names].entries())
      await boss.send(jobQueue, { name, payload: payloads[at % payloads.length] }, { id: randomUUID(), db });
  });
  // A job that no domain knows is left alone here, but claimed by the worker: its twelfth failure is told as well.
  await sql`update pgboss.job set state = 'retry', retry_count = 11, start_after = now()
    where data->>'name' = 'nobody.does-this'`.execute(ctx.db);
  const { boss, db } = await bossOn(ctx.db);
  const [stranger] = await boss.fetch<JobData>(jobQueue, { db, batchSize: 1 });
  await runJob(ctx, rosterOf(domains), stranger!, world.clock.now());
  await world.runJobs(domains, { tolerate: true });
  const told = (await troublesOf(ctx.db, raId, 1000)).map(({ name }) => name);
  assert.deepEqual(told.sort(), ["nobody.does-this", ...names].sort());
});

test("a report that fails is never given up: it comes once the list can be written", async () => {
  await using world = await createWorld();
  const { ctx, clock } = world;
  const { raId } = await openShop(ctx);
  const domains = givingUp({ documents: documentsJobs, watch: watchJobs });
  await sql`alter table job_troubles rename to job_troubles_elsewhere`.execute(ctx.db);
  await transact(ctx.db, (tx) => enqueue(tx, "documents.open-mail", { mailId: randomUUID() }));
  for (let n = 0; n < 16; n++) {
    await world.runJobs(domains, { tolerate: true });
    clock.advance({ hours: 1 });
  }
  await sql`alter table job_troubles_elsewhere rename to job_troubles`.execute(ctx.db);
  await reportTroubles(ctx, rosterOf(domains));
  clock.advance({ hours: 3 });
  await world.runJobs(domains, { tolerate: true });
  assert.deepEqual(
    (await troublesOf(ctx.db, raId)).map(({ name }) => name),
    ["documents.open-mail"],
  );
});

test("every job of the product says in plain words what it is for", () => {
  const { tasks } = rosterOf(allJobs);
  assert.deepEqual(
    [...tasks.keys()].filter((name) => knownWordsOf(name) === undefined),
    [],
  );
});

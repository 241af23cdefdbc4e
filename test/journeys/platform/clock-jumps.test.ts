import assert from "node:assert/strict";
import { chmodSync, globSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { productByCode } from "../../../src/catalog/catalog-reads.ts";
import { faultyLists } from "../../../src/issuance/lists/crl-reads.ts";
import { messagesOf } from "../../../src/notifications/followers/notifications-reads.ts";
import { registrationAuthorities } from "../../../src/people/authority/registration-authority-reads.ts";
import { createBlobStore } from "../../../src/platform/blobs/blob-store.ts";
import { openDatabase, sql } from "../../../src/platform/database.ts";
import { createLogger } from "../../../src/platform/logger.ts";
import { startManagedPostgres } from "../../../src/platform/postgres/managed-postgres.ts";
import { createSecrets, loadMasterKey } from "../../../src/platform/secrets.ts";
import { readConfig } from "../../../src/platform/settings/config.ts";
import type { Context } from "../../../src/platform/settings/context.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { agendaFaults } from "../../../src/scheduling/agenda/agenda-faults-reads.ts";
import { findSlots } from "../../../src/scheduling/agenda/find-slots.ts";
import { appointmentsOf, openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { until } from "../../browser/kit/chromium.ts";
import { type Product, startProduct } from "../../browser/kit/product.ts";
import { listener, maria, pay, placedOrder } from "../../kit/shop.ts";
import { openWatch } from "../../kit/watch-story.ts";

const by = "installation";
const day = 86_400_000;
const hour = 3_600_000;
const joao = { ...maria, name: "João Alves", cpf: "11144477735" as Cpf };
const rita = { ...maria, name: "Rita Melo", cpf: "39053344705" as Cpf };

/** How often each letter about the order was written; every one may be written once. */
async function lettersOf(ctx: Context, orderId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { template } of await messagesOf(ctx.db, orderId)) counts[template] = (counts[template] ?? 0) + 1;
  return counts;
}

async function nothingDoubled(ctx: Context, orderIds: string[]): Promise<void> {
  for (const orderId of orderIds) {
    const twice = Object.entries(await lettersOf(ctx, orderId)).filter(([, count]) => count > 1);
    assert.deepEqual(twice, []);
    const open = (await appointmentsOf(ctx.db, orderId)).filter(({ status }) => status !== "released");
    assert.ok(open.length <= 1);
  }
  assert.deepEqual(await agendaFaults(ctx.db), []);
}

test("the clock jumps a day ahead, back, and further back: holds, dates and letters happen once, nothing is lost", async () => {
  const story = await openWatch(1);
  await using _ = story.world;
  const { ctx, clock, ear, run, shop } = story;
  const booked = await placedOrder(ctx, shop.productId, joao, ear, run);
  await holdSlot(ctx, { orderId: booked.orderId, startsAt: new Date("2026-11-25T14:00:00Z"), by });
  await pay(ctx, booked.orderId);
  const holding = await placedOrder(ctx, shop.productId, rita, ear, run);
  const wanted = new Date("2026-11-26T15:00:00Z");
  const first = await holdSlot(ctx, { orderId: holding.orderId, startsAt: wanted, by });
  await run();
  const both = [booked.orderId, holding.orderId];

  clock.set("2026-11-24T14:05:00Z");
  await run();
  assert.equal((await appointmentsOf(ctx.db, holding.orderId))[0]?.releasedReason, "hold-expired");
  assert.equal((await lettersOf(ctx, booked.orderId))["day-before"], 1);
  await assert.rejects(
    holdSlot(ctx, { orderId: holding.orderId, startsAt: new Date("2026-11-23T15:00:00Z"), by }),
    { code: "slot-taken" },
    "a time that has passed by the clock of now",
  );

  clock.set("2026-11-23T13:05:00Z");
  await run();
  await nothingDoubled(ctx, both);
  const again = await holdSlot(ctx, { orderId: holding.orderId, startsAt: wanted, by });
  assert.notEqual(again.id, first.id);
  assert.equal((await openAppointmentOf(ctx.db, holding.orderId, clock.now()))?.id, again.id);

  clock.set("2026-11-22T13:00:00Z");
  await run();
  await pay(ctx, holding.orderId);
  await run();
  assert.equal((await openAppointmentOf(ctx.db, holding.orderId, clock.now()))?.status, "booked");
  assert.ok((await findSlots(ctx.db, { productIds: [shop.productId] }, clock.now())).length > 0);
  await nothingDoubled(ctx, both);

  for (const time of ["2026-11-24T14:05:00Z", "2026-11-25T13:05:00Z", "2026-11-25T15:05:00Z"]) {
    clock.set(time);
    await run();
  }
  const letters = await lettersOf(ctx, booked.orderId);
  assert.deepEqual([letters["appointment-booked"], letters["day-before"], letters["hour-before"]], [1, 1, 1]);
  assert.equal((await lettersOf(ctx, holding.orderId))["day-before"], 1);
  await nothingDoubled(ctx, both);
  const ends = (await readChain(ctx.db, `order:${holding.orderId}`)).filter(({ act }) => act === "hold.expired");
  assert.equal(ends.length, 1);
});

const ofTomorrow = ({ fault }: { fault: string }): boolean => fault === "from-the-future";

/** A file that every process of the product (database and workers with it) reads its clock's offset from, at each look. */
function wall() {
  const folder = mkdtempSync(join(tmpdir(), "confere-clock-"));
  chmodSync(folder, 0o755);
  const file = join(folder, "offset");
  let offset = 0;
  const library = globSync("/usr/lib/*/faketime/libfaketimeMT.so.1")[0];
  assert.ok(library, "Debian's faketime");
  const jump = (days: number) => {
    offset = days * day;
    writeFileSync(`${file}.new`, `${days < 0 ? "-" : "+"}${Math.abs(days) * 24}h\n`);
    chmodSync(`${file}.new`, 0o644);
    renameSync(`${file}.new`, file);
  };
  jump(0);
  const env = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: "1",
    // What jumps is the hour on the wall; timers go on as the kernel lets them.
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  };
  const clock = { now: () => new Date(Date.now() + offset) };
  return { jump, env, clock, remove: () => rmSync(folder, { recursive: true }) };
}

/** The product's own database from outside, at the product's hour; its workers do what this brings. */
async function inside<T>(product: Product, clock: Context["clock"], act: (ctx: Context) => Promise<T>): Promise<T> {
  const { dataFolder } = product;
  const server = await startManagedPostgres({ dataFolder, environment: process.env });
  const db = openDatabase(server.connection(), undefined, 2);
  const config = readConfig({ CONFERE_DATA: dataFolder });
  const secrets = createSecrets(loadMasterKey(dataFolder, undefined));
  const blobs = createBlobStore(join(dataFolder, "blobs"), db, secrets);
  const log = createLogger({ level: "silent" });
  try {
    return await act({ db, clock, blobs, secrets, config, log });
  } finally {
    await db.destroy();
    await server.stop();
  }
}

/** Hears the codes that the product's own workers put into letters. */
function letterEar(ctx: Context): { ear: ReturnType<typeof listener>; run: () => Promise<void> } {
  const codes = new Map<string, string>();
  let asked = 0;
  const run = async () => {
    asked += 2;
    await until("two codes more", async () => {
      const written = await sql<{ key: string; code: Buffer }>`select order_id || channel as key, sealed_code as code
        from messages where sealed_code is not null`.execute(ctx.db);
      for (const { key, code } of written.rows) codes.set(key, ctx.secrets.open(code).toString());
      return codes.size === asked;
    });
  };
  const codeOf = (orderId: string, channel: string) =>
    codes.get(`${orderId}${channel === "email" ? "email" : "sms"}`) ?? "";
  return { ear: { ...listener(), codeOf }, run };
}

test("the product under a wall clock that jumps: mid-run ahead and back, started a day early, started a day late", async (t) => {
  const { jump, env, clock, remove } = wall();
  const product = await startProduct(env);
  t.after(async () => {
    await product.remove();
    remove();
  });
  const healthy = async () => assert.equal((await fetch(`${product.url}/`)).status, 200);
  const [booked, holding, wanted] = await inside(product, clock, async (ctx) => {
    const { ear, run } = letterEar(ctx);
    const ra = (await registrationAuthorities(ctx.db))[0]!;
    const { id: productId } = (await productByCode(ctx.db, ra.id, "e-cpf-a1-12"))!;
    const window = { from: new Date(Date.now() + 30 * hour), to: new Date(Date.now() + 40 * hour) };
    const slots = await findSlots(ctx.db, { productIds: [productId], window }, clock.now());
    const one = await placedOrder(ctx, productId, joao, ear, run);
    await holdSlot(ctx, { orderId: one.orderId, startsAt: slots[0]!.startsAt, by });
    await pay(ctx, one.orderId);
    const two = await placedOrder(ctx, productId, rita, ear, run);
    const { startsAt } = await holdSlot(ctx, { orderId: two.orderId, startsAt: slots[8]!.startsAt, by });
    await until("the letter", async () => (await lettersOf(ctx, one.orderId))["appointment-booked"], 30_000);
    return [one.orderId, two.orderId, startsAt] as const;
  });

  jump(1);
  await healthy();
  await inside(product, clock, async (ctx) => {
    const newest = async () => (await appointmentsOf(ctx.db, holding))[0];
    await until("the end of the hold", async () => (await newest())?.releasedReason === "hold-expired", 30_000);
    await until("the reminder", async () => (await lettersOf(ctx, booked))["day-before"], 30_000);
    await until("a list of tomorrow", async () => (await faultyLists(ctx.db, new Date())).some(ofTomorrow), 60_000);
  });
  jump(0);
  await healthy();
  await inside(product, clock, async (ctx) => {
    await holdSlot(ctx, { orderId: holding, startsAt: wanted, by });
    await pay(ctx, holding);
    await until("the second letter", async () => (await lettersOf(ctx, holding))["appointment-booked"], 60_000);
    await nothingDoubled(ctx, [booked, holding]);
    // Published a day ahead; with the clock put right it has to be of now within a minute.
    await until("a list of now", async () => (await faultyLists(ctx.db, clock.now())).length === 0, 60_000);
  });
  for (const days of [-1, 1]) {
    await product.stop();
    jump(days);
    await product.start();
    await healthy();
    await inside(product, clock, async (ctx) => {
      if (days > 0) await until("her reminder", async () => (await lettersOf(ctx, holding))["day-before"], 30_000);
      else await sleep(3000);
      for (const orderId of [booked, holding])
        assert.equal((await openAppointmentOf(ctx.db, orderId, clock.now()))?.status, "booked");
      await nothingDoubled(ctx, [booked, holding]);
    });
  }
});

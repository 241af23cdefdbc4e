import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { healthPath } from "../contract/program-addresses.ts";
import { unopenedMails } from "../documents/mail/mail-reads.ts";
import { faultyLists } from "../issuance/lists/crl-reads.ts";
import { isDiskLow } from "../platform/blobs/disk-space.ts";
import { answersAtAll } from "../platform/database.ts";
import type { Context } from "../platform/settings/context.ts";
import { assetPath } from "./assets.ts";

/**
 * `stops`: without it no page can be served, and whoever balances loads should look elsewhere. `file`: where one of the pages'
 * files lies.
 */
type Check = { trouble: string; stops: boolean; isFine: (ctx: Context, file: () => string) => Promise<boolean> };

const checks: Check[] = [
  // Read by the same threads that serve the pages' files: where all of them are busy, this answer is late as well.
  { trouble: "files", stops: true, isFine: async (_ctx, file) => (await readFile(file())).length > 0 },
  { trouble: "database", stops: true, isFine: ({ db }) => answersAtAll(db) },
  {
    trouble: "revocation-lists",
    stops: false,
    isFine: async ({ db, clock }) => (await faultyLists(db, clock.now())).length === 0,
  },
  {
    trouble: "unopened-mail",
    stops: false,
    isFine: async ({ db, clock }) => (await unopenedMails(db, clock.now())).count === 0,
  },
  { trouble: "disk-low", stops: false, isFine: async (ctx) => !(await isDiskLow(ctx)) },
];

const answersWithinMs = 2_000;
const lookAgainAfterMs = 1_000;

type Health = { status: "ok" | "trouble"; troubles?: string[] };

/** `GET /health` of a door that stands alone; in the product the entrance answers it. */
export function healthPage(app: FastifyInstance, ctx: Context): void {
  const health = healthOf(ctx);
  app.get(healthPath.route, { config: { rateLimit: false } }, async (_request, reply) => {
    const { status, body } = await health();
    return reply.status(status).send(body);
  });
}

/**
 * What `GET /health` answers: 200 `{"status":"ok"}`; 200 with `"status":"trouble"` and the troubles' names where pages are served but
 * somebody should look; 503 where they cannot be served. Looked at once a second, however often it is asked.
 */
export function healthOf(
  ctx: Context,
  file = () => assetPath("app.css"),
): () => Promise<{ status: number; body: Health }> {
  let last: { at: number; seen: Promise<{ status: number; body: Health }> } | undefined;
  return () => {
    const now = performance.now();
    if (!last || now - last.at > lookAgainAfterMs) last = { at: now, seen: look(ctx, file) };
    return last.seen;
  };
}

async function look(ctx: Context, file: () => string): Promise<{ status: number; body: Health }> {
  const found = await Promise.all(checks.map(async (check) => ((await isFineInTime(ctx, check, file)) ? [] : [check])));
  const wrong = found.flat();
  if (wrong.length === 0) return { status: 200, body: { status: "ok" } };
  const troubles = wrong.map(({ trouble }) => trouble);
  ctx.log.warn({ troubles }, "health");
  return { status: wrong.some(({ stops }) => stops) ? 503 : 200, body: { status: "trouble", troubles } };
}

async function isFineInTime(ctx: Context, { trouble, isFine }: Check, file: () => string): Promise<boolean> {
  const looking = isFine(ctx, file).catch((error: unknown) => {
    ctx.log.warn({ err: error, trouble }, "health check failed");
    return false;
  });
  return Promise.race([looking, sleep(answersWithinMs, false, { ref: false })]);
}

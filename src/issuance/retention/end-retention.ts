import { canonicalJson } from "../../audit/audit-chain.ts";
import { record } from "../../audit/record.ts";
import { dossierItems } from "../../dossiers/dossier-reads.ts";
import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { certificatesOf } from "../certificates/issuance-reads.ts";
import { sealContent } from "../seals/seal-content.ts";
import { keptUntil } from "./retention.ts";
import { dueForDestruction, retentionOf } from "./retention-reads.ts";
import { lockRetention, markDestroyed, recordDestruction, unfinishedDestructions } from "./retention-store.ts";

const system = { kind: "system" } as const;

/**
 * Ends the evidence whose time is over: what is destroyed is recorded by hash first, then signed with the AR's seal, then the
 * key of the order's content is destroyed, which no backup outlives. Certificates and lists stay for ever (RET-01), and so do
 * the order's rows and its trail. Run every hour; a run that was cut short is finished by the next.
 */
export async function endRetention(ctx: Context): Promise<void> {
  for (const due of await dueForDestruction(ctx.db, ctx.clock.now())) await decide(ctx, due);
  const failed: unknown[] = [];
  // An order whose evidence cannot be ended does not hold up the others.
  for (const one of await unfinishedDestructions(ctx.db))
    await destroy(ctx, one).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw failed[0];
}

async function decide(ctx: Context, { orderId, number }: { orderId: string; number: string }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    await lockRetention(tx, orderId);
    const retention = await retentionOf(tx, orderId, now);
    if (!retention || retention.hold || keptUntil(retention) > now) return;
    const items = (await dossierItems(tx, orderId)).map(({ name, kind, hash, bytes }) => ({ name, kind, hash, bytes }));
    const certificates = (await certificatesOf(tx, orderId)).map(({ serial }) => serial);
    const rule = { years: retention.years, after: retention.endsAt.toISOString() };
    const about = { format: "confere-destruction/1", order: { id: orderId, number }, certificates, rule, items };
    const statement = canonicalJson({ ...about, recordedAt: now.toISOString() });
    if (!(await recordDestruction(tx, { orderId, statement }, now))) return;
    const details = { years: retention.years, after: retention.endsAt, items: items.length };
    await record(tx, { chain: `order:${orderId}`, act: "dossier.destruction-recorded", actor: system, details }, now);
  });
}

async function destroy(
  ctx: Context,
  { orderId, raId, statement }: { orderId: string; raId: string; statement: string },
): Promise<void> {
  const signature = await sealContent(ctx, { raId, content: Buffer.from(statement) });
  await ctx.blobs.destroyKey(orderId);
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    if (!(await markDestroyed(tx, { orderId, signature }, now))) return;
    await record(tx, { chain: `order:${orderId}`, act: "dossier.destroyed", actor: system }, now);
  });
}

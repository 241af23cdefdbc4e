import { record } from "../../audit/record.ts";
import type { PlacedOrder } from "../../orders/order.ts";
import { transact } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type Paper, type RequirementState, stillToCome } from "./paper.ts";
import { roomFor } from "./paper-arrival.ts";
import { countHeld, lockPapersOf } from "./paper-arrival-store.ts";
import { ordersOfSamePerson, paperStates, papersOf } from "./paper-reads.ts";
import { insertReview, putPaper } from "./paper-store.ts";

/**
 * One identity document serves every order of the same purchase and person: what stands for it on this order is put, as
 * a copy under the other order's own key, where the other orders still lack it. Each order's dossier thereby holds all
 * of its own evidence, where it has room for it. What an agent said of the file goes along. Doing it again changes nothing.
 */
export async function sharePapers(ctx: Context, { orderId }: { orderId: string }): Promise<void> {
  const others = await ordersOfSamePerson(ctx.db, orderId);
  if (others.length === 0) return;
  const now = ctx.clock.now();
  const papers = await papersOf(ctx.db, orderId);
  const given = (await paperStates(ctx.db, orderId, now)).filter(({ isOfPerson, paperId }) => isOfPerson && paperId);
  for (const other of others) {
    const theirs = new Set((await papersOf(ctx.db, other.id)).map(({ hash }) => hash));
    const lacking = new Set(stillToCome(await paperStates(ctx.db, other.id, now)).map(({ place }) => place));
    for (const state of given.filter(({ place }) => lacking.has(place))) {
      const paper = papers.find(({ id }) => id === state.paperId)!;
      if (theirs.has(paper.hash)) continue;
      theirs.add(paper.hash);
      await copyTo(ctx, other, paper, sideAmong(given, paper), state.kind);
    }
  }
}

/** Both where it stands for both. */
function sideAmong(given: readonly RequirementState[], { id, side }: Paper): Paper["side"] {
  const stands = given.filter(({ paperId }) => paperId === id);
  return stands.length > 1 ? "both" : (stands[0]?.side ?? side);
}

async function copyTo(
  ctx: Context,
  other: PlacedOrder,
  paper: Paper,
  side: Paper["side"],
  kind: string,
): Promise<void> {
  await ctx.blobs.put(other.id, await ctx.blobs.read(paper.orderId, paper.hash));
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const copy = {
      ...paper,
      id: newId(now.getTime()),
      orderId: other.id,
      kind,
      side,
      receivedAt: now,
      judgedAt: now,
      sharedFrom: paper.id,
    };
    await lockPapersOf(tx, other.id);
    if (roomFor("upload", await countHeld(tx, other.id)) === 0) return;
    const paperId = await putPaper(tx, copy, null);
    if (paperId !== copy.id) return;
    if (paper.review) await insertReview(tx, { id: newId(now.getTime()), paperId, ...paper.review });
    const details = { paperId, hash: paper.hash, from: paper.id };
    await record(tx, { chain: `order:${other.id}`, act: "paper.shared", actor: { kind: "system" }, details }, now);
  });
}

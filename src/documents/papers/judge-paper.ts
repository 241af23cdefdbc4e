import { record } from "../../audit/record.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { sha256Hex } from "../../platform/ids.ts";
import { announce, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { inboundMailRow, markAsks } from "../mail/inbound-mail-store.ts";
import { asJpegName, type Paper, suggestedKind, suggestedSide } from "./paper.ts";
import { accountOf, isWorthAnotherLook, type PaperArrival, waitsFor } from "./paper-arrival.ts";
import {
  addUsedTime,
  arrivalRow,
  batchIsJudged,
  giveBack,
  lockBatch,
  putOffArrivals,
  takeArrivalAway,
  usedTime,
} from "./paper-arrival-store.ts";
import { type AskPaper, atTheGate, inspectPaper, type PaperVerdict } from "./paper-gate.ts";
import { paperOfHash, paperRequirements, papersOfBatch } from "./paper-reads.ts";
import { putPaper } from "./paper-store.ts";

type Judged = Pick<Paper, "verdict" | "reason" | "mediaType" | "pages"> & {
  hash: string;
  bytes: number;
  /** It was made from the file that came. */
  converted: boolean;
};

/**
 * Gives a file its verdict when it is its order's turn, keeps the content of an accepted one under the order's key and
 * tells those who wait for its batch, once that is complete. "waits": the order's time of this hour is used up.
 * Doing it again changes nothing. Rejects only for reasons that are not the file's.
 */
export async function judgePaper(ctx: Context, arrivalId: string): Promise<"judged" | "waits"> {
  const known = await arrivalRow(ctx.db, arrivalId);
  if (!known) return "judged";
  return atTheGate(accountOf(known), async (ask) => {
    const arrival = await arrivalRow(ctx.db, arrivalId);
    if (!arrival) return "judged";
    const again = await paperOfHash(ctx.db, arrival.orderId, arrival.hash);
    const before = again && !isWorthAnotherLook(again.reason) ? { ...again, converted: false } : undefined;
    if (!before && (await isPutOff(ctx, arrival))) return "waits";
    const judged = before ?? (await look(ctx, arrival, ask));
    await transact(ctx.db, (tx) => settle(ctx, tx, arrival, judged));
    return "judged";
  });
}

/**
 * Judges a file that the desk of papers failed on; where its order's time is used up, the file goes back to the desk.
 */
export async function judgeHandedOver(ctx: Context, { arrivalId }: { arrivalId: string }): Promise<void> {
  if ((await judgePaper(ctx, arrivalId)) === "waits") await transact(ctx.db, (tx) => giveBack(tx, arrivalId));
}

async function isPutOff(ctx: Context, arrival: PaperArrival): Promise<boolean> {
  const now = ctx.clock.now();
  const until = waitsFor(await usedTime(ctx.db, arrival, now), now);
  if (until) await transact(ctx.db, (tx) => putOffArrivals(tx, arrival, until));
  return until !== undefined;
}

async function look(ctx: Context, { batchId, orderId, source, hash, bytes }: PaperArrival, ask: AskPaper) {
  const content = await ctx.blobs.read(batchId, hash);
  const began = performance.now();
  let verdict: PaperVerdict;
  try {
    verdict = await inspectPaper(content, ask);
  } finally {
    await addUsedTime(ctx.db, { orderId, source }, performance.now() - began, ctx.clock.now());
  }
  const { mediaType, pages } = verdict;
  if (verdict.verdict === "refused")
    return { verdict: "refused", reason: verdict.reason, mediaType, pages, hash, bytes, converted: false } as const;
  const kept = verdict.converted ?? content;
  await ctx.blobs.put(orderId, kept);
  const converted = verdict.converted !== undefined;
  const facts = { mediaType, pages, hash: sha256Hex(kept), bytes: kept.length, converted };
  return { verdict: "accepted", reason: null, ...facts } as const;
}

/** Writes the row and the trail's entry; with the last file of its batch, tells those who wait for the batch. */
async function settle(ctx: Context, tx: Transaction, arrival: PaperArrival, judged: Judged): Promise<void> {
  const { id, batchId, orderId, mailId, source, senderIsHolder, receivedAt } = arrival;
  // Two of a batch at once: the second sees that the first has gone, and is the last.
  await lockBatch(tx, batchId);
  if (!(await takeArrivalAway(tx, id))) return;
  const now = ctx.clock.now();
  const { converted, hash, bytes, verdict, reason, mediaType, pages } = judged;
  const fileName = converted ? asJpegName(arrival.fileName) : arrival.fileName;
  const requirements = await paperRequirements(tx, orderId, now);
  await putPaper(
    tx,
    {
      ...{ id, orderId, mailId, source, fileName, hash, bytes, verdict, reason, mediaType, pages, senderIsHolder },
      kind: requirements.find(({ kind }) => kind === arrival.kind)?.kind ?? suggestedKind(fileName, requirements),
      side: arrival.side ?? suggestedSide(fileName),
      receivedAt,
      judgedAt: now,
      sharedFrom: null,
    },
    batchId,
  );
  if (await batchIsJudged(tx, batchId)) await tellBatch(tx, arrival);
  const file = { hash, verdict, reason, ...(converted && { madeFrom: arrival.hash }) };
  const act = source === "mail" ? "papers.mailed" : "papers.uploaded";
  const actor = { kind: senderIsHolder ? "applicant" : "system" } as const;
  const details = { ...(mailId && { mailId }), papers: [file] };
  await record(tx, { chain: `order:${orderId}`, act, actor, details }, now);
}

async function tellBatch(tx: Transaction, { batchId, orderId, mailId }: PaperArrival): Promise<void> {
  const papers = await papersOfBatch(tx, batchId);
  await enqueue(tx, "documents.share-papers", { orderId });
  await enqueue(tx, "documents.forget-batch", { batchId, orderId });
  const paperIds = papers.map(({ id }) => id);
  await announce(tx, "papers.received", { orderId, paperIds, ...(mailId && { mailId }) });
  const mail = mailId ? await inboundMailRow(tx, mailId) : undefined;
  // A mail marked by a machine gets no receipt, so its refused files are told to the AR.
  if (mail && mail.kind !== "person" && !mail.asks && papers.some(({ verdict }) => verdict === "refused")) {
    await markAsks(tx, mail.id);
    await announce(tx, "mail.asks", { mailId: mail.id, orderId });
  }
}

import { mailById, mailboxOwner, ordersOfSamePerson, papersOf } from "../documents/documents-views.ts";
import type { Paper } from "../documents/paper.ts";
import { sharePapers } from "../documents/share-papers.ts";
import { registrationAuthority } from "../people/people-views.ts";
import type { Context } from "../platform/context.ts";
import { type Transaction, transact } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { sha256Hex } from "../platform/ids.ts";
import type { EventPayloads } from "../platform/jobs.ts";
import { draftOf } from "./letter.ts";
import { orderNotFound, papersReceipt, type ServedOrder } from "./purchase-letters.ts";
import { sendMessage } from "./send-message.ts";
import { missingTitles, tellHolder } from "./tell-holder.ts";

const hourOf = (now: Date) => now.toISOString().slice(0, 13);

/**
 * The receipt goes to the order's own address, never to whoever wrote: a stranger must not learn that a number exists.
 * Mails without any file are answered at most once an hour (two machines must not talk for ever, RFC 3834 §2).
 */
export async function acknowledgePapers(ctx: Context, arrived: EventPayloads["papers.received"]): Promise<void> {
  const { orderId, paperIds, mailId } = arrived;
  const mail = mailId ? await mailById(ctx.db, mailId) : undefined;
  if (mail && mail.kind !== "person" && paperIds.length === 0) return;
  const what = paperIds.length === 0 ? hourOf(ctx.clock.now()) : (mailId ?? sha256Hex([...paperIds].sort().join()));
  // The job does this too; here so that the receipt can say which other orders they serve.
  await sharePapers(ctx, { orderId });
  await tellHolder(ctx, orderId, `papers-receipt:${orderId}:${what}`, async (facts, tx) => {
    const papers = (await papersOf(tx, orderId)).filter(({ id }) => paperIds.includes(id));
    const files = papers.map(({ fileName, reason }) => ({
      fileName,
      refusal: reason === null ? null : new Failure(reason),
    }));
    const stranger = mail?.sender && mail.sender !== facts.email?.toLowerCase() ? mail.sender : null;
    const lacking = {
      own: await missingTitles(ctx, tx, orderId),
      others: await othersServed(ctx, tx, orderId, papers),
    };
    return papersReceipt(facts, ctx.config.publicUrl, files, lacking, stranger);
  });
}

/** The orders of the purchase that these files serve too, each with what it still lacks. */
async function othersServed(
  ctx: Context,
  tx: Transaction,
  orderId: string,
  papers: readonly Paper[],
): Promise<ServedOrder[]> {
  const ids = new Set(papers.map(({ id }) => id));
  const served: ServedOrder[] = [];
  for (const { id, number } of await ordersOfSamePerson(tx, orderId)) {
    const copies = (await papersOf(tx, id)).some(({ sharedFrom }) => sharedFrom !== null && ids.has(sharedFrom));
    if (copies) served.push({ number, missing: await missingTitles(ctx, tx, id) });
  }
  return served;
}

/** Tells a person who wrote without a known number how to go on; at most once an hour per sender. */
export async function answerStray(ctx: Context, { mailId }: EventPayloads["mail.unmatched"]): Promise<void> {
  const mail = await mailById(ctx.db, mailId);
  if (mail?.kind !== "person" || !mail.sender || !/^[^\s@<>]+@[^\s@<>]+$/.test(mail.sender)) return;
  const sender = mail.sender;
  await transact(ctx.db, async (tx) => {
    const owners = await Promise.all(mail.envelopeTo.map((address) => mailboxOwner(tx, address)));
    const raId = owners.find((owner) => owner !== undefined);
    const ra = raId && (await registrationAuthority(tx, raId));
    if (!ra) return;
    const head = { number: null, applicantName: "", ra, orderUrl: ctx.config.publicUrl };
    await sendMessage(ctx, tx, {
      dedupeKey: `order-not-found:${sha256Hex(sender)}:${hourOf(ctx.clock.now())}`,
      orderId: null,
      raId: ra.id,
      channel: "email",
      recipient: sender,
      draft: draftOf(head, orderNotFound(ctx.config.publicUrl, ra.papersAddress)),
      ...(mail.messageId && { inReplyTo: mail.messageId }),
    });
  });
}

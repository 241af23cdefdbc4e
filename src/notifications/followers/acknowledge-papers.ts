import { DocumentsFailure } from "../../documents/documents-failures.ts";
import type { InboundMail } from "../../documents/mail/inbound-mail.ts";
import { mailById, mailboxOwner, mailsOfOrder } from "../../documents/mail/mail-reads.ts";
import type { Paper } from "../../documents/papers/paper.ts";
import { ordersOfSamePerson, papersOf } from "../../documents/papers/paper-reads.ts";
import { sharePapers } from "../../documents/papers/share-papers.ts";
import { registrationAuthority } from "../../people/authority/registration-authority-reads.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { sha256Hex } from "../../platform/ids.ts";
import { type EventPayloads, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { earlier, hourMs, minuteMs } from "../../platform/time/durations.ts";
import { orderNotFound, papersReceipt, type ServedOrder } from "../letters/purchase-letters.ts";
import { draftOf } from "../outbox/letter.ts";
import { sendMessage } from "../outbox/send-message.ts";
import { messagesOf } from "./notifications-reads.ts";
import { missingTitles, writeHolder } from "./tell-holder.ts";

const hourOf = (now: Date) => now.toISOString().slice(0, 13);

/** A file told twice is better than one told never. */
const overlapMs = minuteMs;

/**
 * The receipt goes to the order's own address, never to whoever wrote: a stranger must not learn that a number exists.
 * One per order, sender and hour (two machines must not talk for ever, RFC 3834 §2); what comes meanwhile is summed up
 * when the hour is over. A mail that a machine marked is not answered at all, whatever it carries.
 */
export async function acknowledgePapers(ctx: Context, arrived: EventPayloads["papers.received"]): Promise<void> {
  const { orderId, paperIds, mailId } = arrived;
  const mail = mailId ? await mailById(ctx.db, mailId) : undefined;
  if (mail && mail.kind !== "person") return;
  // The job does this too; here so that the receipt can say which other orders they serve.
  await sharePapers(ctx, { orderId });
  await transact(ctx.db, async (tx) => {
    const sender = mail?.sender ?? null;
    if ((await tellReceipt(ctx, tx, { orderId, sender }, { paperIds, mails: mail ? [mail] : [] })) !== "earlier")
      return;
    const now = ctx.clock.now().getTime();
    const startAt = new Date((Math.floor(now / hourMs) + 1) * hourMs);
    const key = `${orderId}:${sender ?? "page"}`;
    await enqueue(tx, "notifications.sum-up-papers", { orderId, sender }, { startAt, key });
  });
}

/** The hour is over in which more came than its one receipt could tell. */
export async function sumUpPapers(ctx: Context, to: { orderId: string; sender: string | null }): Promise<void> {
  await transact(ctx.db, (tx) => tellReceipt(ctx, tx, to, { paperIds: [], mails: [] }));
}

function tellReceipt(
  ctx: Context,
  tx: Transaction,
  { orderId, sender }: { orderId: string; sender: string | null },
  arrived: { paperIds: readonly string[]; mails: readonly InboundMail[] },
) {
  const key = `papers-receipt:${orderId}:${sha256Hex(sender ?? "page")}:${hourOf(ctx.clock.now())}`;
  return writeHolder(ctx, tx, orderId, key, async (facts) => {
    const last = (await messagesOf(tx, orderId)).find(
      (message) => message.template === "papers-receipt" && message.orderId === orderId,
    );
    const since = last && earlier(last.createdAt, overlapMs);
    const isDue = ({ id, judgedAt, sharedFrom }: Paper) =>
      arrived.paperIds.includes(id) || (since !== undefined && sharedFrom === null && judgedAt > since);
    const papers = (await papersOf(tx, orderId)).filter(isDue);
    const later = since ? (await mailsOfOrder(tx, orderId, since)).filter(({ kind }) => kind === "person") : [];
    const mails = [...arrived.mails, ...later];
    if (papers.length === 0 && mails.length === 0) return undefined;
    const files = papers.map(({ fileName, reason }) => ({
      fileName,
      refusal: reason === null ? null : new DocumentsFailure(reason),
    }));
    return papersReceipt(facts, ctx.config.publicUrl, {
      files,
      missing: await missingTitles(ctx, tx, orderId),
      others: await othersServed(ctx, tx, orderId, papers),
      from: sender && sender !== facts.email?.toLowerCase() ? sender : null,
      leftOut: mails.flatMap(({ leftOut }) => leftOut),
      asks: mails.some(({ asks }) => asks),
      ...unreadOf(mails),
    });
  });
}

/** What stands in these mails instead of files. */
const unreadOf = (mails: readonly InboundMail[]) => ({
  hasLink: mails.some(({ warnings }) => warnings.includes("cloud-link")),
  isEncrypted: mails.some(({ warnings }) => warnings.includes("encrypted")),
});

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
      draft: draftOf(head, orderNotFound(ctx.config.publicUrl, ra.papersAddress, unreadOf([mail]))),
      ...(mail.messageId && { inReplyTo: mail.messageId }),
    });
  });
}

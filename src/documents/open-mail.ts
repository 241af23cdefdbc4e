import { record } from "../audit/record.ts";
import { type Transaction, transact } from "../platform/database.ts";
import { announce, enqueue } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { ThreadFailure } from "../platform/threads/guarded-thread.ts";
import { later } from "../platform/time/durations.ts";
import { cutTo } from "../platform/typed-text.ts";
import { type InvitationReply, isRepliedTo, replyOf } from "../scheduling/appointments/invitation-reply.ts";
import { noteDeclinedInvitation } from "../scheduling/appointments/note-declined-invitation.ts";
import { orderOfInvitation } from "../scheduling/appointments/scheduling-reads.ts";
import type { InboundMail, MailOutcome } from "./mail/inbound-mail.ts";
import { inboundMailRow, markOpened } from "./mail/inbound-mail-store.ts";
import { type OpenedMail, openRawMail } from "./mail/mail-opener.ts";
import { ordersNumbered } from "./mail/mail-reads.ts";
import { dropSpooled, readSpooled } from "./mail/mail-spool.ts";
import { mentionedOrder, possibleNumbers } from "./mail/order-mention.ts";
import type { PaperArrival } from "./papers/paper-arrival.ts";
import { awaitVerdicts } from "./papers/paper-desk.ts";
import { holderOf } from "./papers/paper-reads.ts";
import { keepBatch, type PaperBatch, takePapers } from "./papers/take-papers.ts";

/** Moves the raw message from the spool into the encrypted store; content-addressed, so again is the same. */
export async function rawMail(ctx: Context, mail: Pick<InboundMail, "id" | "rawHash">): Promise<Buffer> {
  const spooled = await readSpooled(ctx, mail.id);
  if (!spooled) return ctx.blobs.read("installation", mail.rawHash);
  await ctx.blobs.put("installation", spooled);
  return spooled;
}

/** The parts of a raw message; undefined where it cannot be taken apart in time and memory. */
export async function takeApart(raw: Buffer, envelopeFrom: string): Promise<OpenedMail | undefined> {
  try {
    return await openRawMail(raw, envelopeFrom);
  } catch (error) {
    if (error instanceof ThreadFailure) return undefined;
    throw error;
  }
}

/** Another run was first: what this one took is taken back with its transaction. */
class OpenedBefore extends Error {}

type Placed = { outcome: MailOutcome; orderId: string | null };

/**
 * Where a mail belongs. That a machine marked it says nothing about its papers: only a marked mail without papers and
 * without words for a person is left alone.
 */
async function placeOf(ctx: Context, opened: OpenedMail, reply: InvitationReply | undefined): Promise<Placed> {
  const { kind, documents, calendars, asks, subject, texts } = opened;
  const isEmpty = documents.length === 0 && !asks;
  if (isEmpty && (kind === "bounce" || calendars.length > 0)) return { outcome: "automatic", orderId: null };
  const where = { subject, body: texts.join("\n"), fileNames: documents.map(({ name }) => name) };
  const existing = await ordersNumbered(ctx.db, possibleNumbers(where));
  const mentioned = mentionedOrder(where, new Set(existing.keys()));
  if (kind === "auto" && isEmpty && !(mentioned.kind === "one" && tellsOfFiles(opened)))
    return { outcome: "automatic", orderId: null };
  if (mentioned.kind === "one") return { outcome: "matched", orderId: existing.get(mentioned.number)! };
  const invited = reply && (await orderOfInvitation(ctx.db, reply.uid));
  if (invited) return { outcome: "matched", orderId: invited };
  if (kind === "auto" && documents.length === 0) return { outcome: "automatic", orderId: null };
  return { outcome: mentioned.kind === "none" ? "unmatched" : "ambiguous", orderId: null };
}

/** It says that there are files which we could not take out of it. */
const tellsOfFiles = ({ warnings }: OpenedMail) => warnings.length > 0;

/** Opens a spooled mail once: finds its order and puts its papers there, or leaves it to a person. Idempotent. */
export async function openMail(ctx: Context, { mailId }: { mailId: string }): Promise<void> {
  const mail = await inboundMailRow(ctx.db, mailId);
  if (!mail) return;
  if (mail.openedAt === null) {
    if (opening >= mostAtOnce) return putOff(ctx, mailId);
    opening++;
    await openOnce(ctx, mail).finally(() => opening--);
  }
  await dropSpooled(ctx, mailId);
}

/** Mails that take long to open must not take the seats of all other jobs. */
const mostAtOnce = 3;
const putOffMs = 3_000;
let opening = 0;

async function putOff(ctx: Context, mailId: string): Promise<void> {
  const startAt = later(ctx.clock.now(), putOffMs);
  await transact(ctx.db, (tx) => enqueue(tx, "documents.open-mail", { mailId }, { key: mailId, startAt }));
}

/** A calendar program's answer to one of our invitations, sent to the address that only that invitation names. */
function invitationReply(ctx: Context, mail: InboundMail, opened: OpenedMail | undefined): InvitationReply | undefined {
  for (const { text, method } of opened?.calendars ?? []) {
    const reply = replyOf(text, method);
    if (reply && isRepliedTo(ctx.secrets, mail.envelopeTo, reply.uid)) return reply;
  }
  return undefined;
}

/**
 * Whether a person of the AR must read it: it asks something, part of it could not be taken out, or something failed of
 * which no receipt tells the sender. (A mail marked by a machine gets none, so its links, its encrypted parts and the
 * files beyond the limit are told to the AR.)
 */
function needsReading(opened: OpenedMail, leftOut: readonly string[]): boolean {
  if (opened.asks || opened.warnings.some((warning) => !inReceipts.includes(warning))) return true;
  return opened.kind !== "person" && (leftOut.length > 0 || opened.warnings.length > 0);
}

/** What the receipt says to the sender, who alone can mend it. */
const inReceipts = ["cloud-link", "encrypted"];

async function openOnce(ctx: Context, mail: InboundMail): Promise<void> {
  const raw = await rawMail(ctx, mail);
  const opened = await takeApart(raw, mail.envelopeFrom);
  const reply = invitationReply(ctx, mail, opened);
  const placed: Placed = opened ? await placeOf(ctx, opened, reply) : { outcome: "unreadable", orderId: null };
  const batch = placed.orderId === null ? undefined : await keepBatch(ctx, opened?.documents ?? []);
  try {
    const taken = await transact(ctx.db, (tx) => file(tx, { mail, opened, reply, placed, batch }, ctx.clock.now()));
    await awaitVerdicts(ctx, taken, 0);
  } catch (error) {
    if (!(error instanceof OpenedBefore)) throw error;
    if (batch) await ctx.blobs.destroyKey(batch.id);
  }
}

type Opening = {
  mail: InboundMail;
  opened: OpenedMail | undefined;
  reply: InvitationReply | undefined;
  placed: Placed;
  batch: PaperBatch | undefined;
};

/** Writes what was found, puts its files on the order as far as they have room, and tells who waits for it. */
async function file(tx: Transaction, opening: Opening, now: Date): Promise<PaperArrival[]> {
  const { mail, opened, reply, batch } = opening;
  const { outcome, orderId } = opening.placed;
  const holder = orderId === null ? undefined : await holderOf(tx, orderId);
  const senderIsHolder = holder !== undefined && opened?.sender === holder.email;
  const to = { mailId: mail.id, source: "mail", senderIsHolder } as const;
  const { taken, leftOut } =
    batch && orderId !== null ? await takePapers(tx, batch, { orderId, ...to }, now) : { taken: [], leftOut: [] };
  const asks = opened !== undefined && needsReading(opened, leftOut);
  const findings = {
    messageId: opened?.messageId ?? null,
    subject: opened ? cutTo(opened.subject, 500) : null,
    sender: opened?.sender ?? null,
    kind: opened?.kind ?? null,
    documents: opened?.documents.length ?? 0,
    warnings: opened?.warnings ?? [],
    leftOut,
    words: opened?.words ?? "",
    asks,
    outcome,
    orderId,
  };
  if (!(await markOpened(tx, mail.id, findings, now))) throw new OpenedBefore();
  if (reply) await noteDeclinedInvitation(tx, reply, now);
  if (orderId === null) {
    if (outcome !== "automatic" && opened?.kind === "person") await announce(tx, "mail.unmatched", { mailId: mail.id });
    return [];
  }
  if (asks) await announce(tx, "mail.asks", { mailId: mail.id, orderId });
  if (taken.length === 0) await announce(tx, "papers.received", { orderId, mailId: mail.id, paperIds: [] });
  const files = taken.map(({ hash }) => ({ hash }));
  const details = { mailId: mail.id, rawHash: mail.rawHash, senderIsHolder, files, leftOut };
  const actor = { kind: senderIsHolder ? "applicant" : "system" } as const;
  await record(tx, { chain: `order:${orderId}`, act: "mail.received", actor, details }, now);
  return taken;
}

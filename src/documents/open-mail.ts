import { record } from "../audit/record.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { ThreadFailure } from "../platform/guarded-thread.ts";
import { announce } from "../platform/jobs.ts";
import { cutTo } from "../platform/typed-text.ts";
import { type InvitationReply, isRepliedTo, replyOf } from "../scheduling/invitation-reply.ts";
import { noteDeclinedInvitation } from "../scheduling/note-declined-invitation.ts";
import { orderOfInvitation } from "../scheduling/scheduling-views.ts";
import { holderOf, ordersNumbered } from "./documents-views.ts";
import type { InboundMail, MailOutcome } from "./inbound-mail.ts";
import { inboundMailRow, markOpened } from "./inbound-mail-store.ts";
import { type OpenedMail, openRawMail } from "./mail-opener.ts";
import { dropSpooled, readSpooled } from "./mail-spool.ts";
import { mentionedOrder, possibleNumbers } from "./order-mention.ts";
import { type JudgedPaper, judgedFacts, judgePapers, keepPapers } from "./store-papers.ts";

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

type Placed = { outcome: MailOutcome; orderId: string | null };

/**
 * Where a mail belongs. Marks of machines say nothing about its papers: only a mail that carries none, and no words for
 * a person, is left alone.
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
  if (mail.openedAt === null) await openOnce(ctx, mail);
  await dropSpooled(ctx, mailId);
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
 * A person of the AR must read it: it asks, something in it could not be taken out, or what nobody is told about failed
 * (a mail marked by a machine gets no receipt, so its refused files and its links are told to the AR).
 */
function needsReading(opened: OpenedMail, papers: readonly JudgedPaper[]): boolean {
  if (opened.asks || opened.warnings.some((warning) => warning !== "cloud-link")) return true;
  if (opened.kind === "person") return false;
  return papers.some(({ verdict }) => verdict === "refused") || opened.warnings.includes("cloud-link");
}

async function openOnce(ctx: Context, mail: InboundMail): Promise<void> {
  const raw = await rawMail(ctx, mail);
  const opened = await takeApart(raw, mail.envelopeFrom);
  const reply = invitationReply(ctx, mail, opened);
  const { outcome, orderId }: Placed = opened
    ? await placeOf(ctx, opened, reply)
    : { outcome: "unreadable", orderId: null };
  const holder = orderId === null ? undefined : await holderOf(ctx.db, orderId);
  const senderIsHolder = holder !== undefined && opened?.sender === holder.email;
  const papers =
    orderId === null || !opened
      ? []
      : await judgePapers(ctx, opened.documents, { orderId, mailId: mail.id, source: "mail", senderIsHolder });
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const asks = opened !== undefined && needsReading(opened, papers);
    const findings = {
      messageId: opened?.messageId ?? null,
      subject: opened ? cutTo(opened.subject, 500) : null,
      sender: opened?.sender ?? null,
      kind: opened?.kind ?? null,
      documents: opened?.documents.length ?? 0,
      warnings: opened?.warnings ?? [],
      words: opened?.words ?? "",
      asks,
      outcome,
      orderId,
    };
    if (!(await markOpened(tx, mail.id, findings, now))) return;
    if (reply) await noteDeclinedInvitation(tx, reply, now);
    if (orderId === null) {
      if (outcome !== "automatic" && opened?.kind === "person")
        await announce(tx, "mail.unmatched", { mailId: mail.id });
      return;
    }
    if (asks) await announce(tx, "mail.asks", { mailId: mail.id, orderId });
    await keepPapers(tx, { orderId, mailId: mail.id }, papers);
    const details = {
      mailId: mail.id,
      rawHash: mail.rawHash,
      senderIsHolder,
      papers: judgedFacts(papers),
    };
    const actor = { kind: senderIsHolder ? "applicant" : "system" } as const;
    await record(tx, { chain: `order:${orderId}`, act: "papers.mailed", actor, details }, now);
  });
}

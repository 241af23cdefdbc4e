import { record } from "../audit/record.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { ThreadFailure } from "../platform/guarded-thread.ts";
import { announce } from "../platform/jobs.ts";
import { type InvitationReply, isRepliedTo, replyOf } from "../scheduling/invitation-reply.ts";
import { noteDeclinedInvitation } from "../scheduling/note-declined-invitation.ts";
import { holderOf, ordersNumbered } from "./documents-views.ts";
import type { InboundMail, MailOutcome } from "./inbound-mail.ts";
import { inboundMailRow, markOpened } from "./inbound-mail-store.ts";
import { type OpenedMail, openRawMail } from "./mail-opener.ts";
import { dropSpooled, readSpooled } from "./mail-spool.ts";
import { mentionedOrder, possibleNumbers } from "./order-mention.ts";
import { judgePapers, keepPapers } from "./store-papers.ts";

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

async function orderOf(ctx: Context, opened: OpenedMail): Promise<{ outcome: MailOutcome; orderId: string | null }> {
  if (opened.kind === "bounce" || opened.kind === "auto") return { outcome: "automatic", orderId: null };
  const where = {
    subject: opened.subject,
    body: opened.texts.join("\n"),
    fileNames: opened.documents.map(({ name }) => name),
  };
  const existing = await ordersNumbered(ctx.db, possibleNumbers(where));
  const mentioned = mentionedOrder(where, new Set(existing.keys()));
  if (mentioned.kind === "one") return { outcome: "matched", orderId: existing.get(mentioned.number)! };
  return { outcome: mentioned.kind === "none" ? "unmatched" : "ambiguous", orderId: null };
}

/** Opens a spooled mail once: finds its order and puts its papers there, or leaves it to a person. Idempotent. */
export async function openMail(ctx: Context, { mailId }: { mailId: string }): Promise<void> {
  const mail = await inboundMailRow(ctx.db, mailId);
  if (!mail) return;
  if (mail.openedAt === null) await openOnce(ctx, mail);
  await dropSpooled(ctx, mailId);
}

/** A calendar program's answer to one of our invitations, sent to the address that only that invitation names. */
function invitationReply(ctx: Context, mail: InboundMail, opened: OpenedMail | undefined): InvitationReply | undefined {
  for (const { declaredType, content } of opened?.documents ?? []) {
    if (!/^(text\/calendar|application\/ics)/.test(declaredType)) continue;
    const reply = replyOf(Buffer.from(content).toString("utf8"));
    if (reply && isRepliedTo(ctx.secrets, mail.envelopeTo, reply.uid)) return reply;
  }
  return undefined;
}

async function openOnce(ctx: Context, mail: InboundMail): Promise<void> {
  const raw = await rawMail(ctx, mail);
  const opened = await takeApart(raw, mail.envelopeFrom);
  const reply = invitationReply(ctx, mail, opened);
  const { outcome, orderId } = reply
    ? { outcome: "automatic" as const, orderId: null }
    : opened
      ? await orderOf(ctx, opened)
      : { outcome: "unreadable" as const, orderId: null };
  const holder = orderId === null ? undefined : await holderOf(ctx.db, orderId);
  const senderIsHolder = holder !== undefined && opened?.sender === holder.email;
  const papers =
    orderId === null || !opened
      ? []
      : await judgePapers(ctx, opened.documents, { orderId, mailId: mail.id, source: "mail", senderIsHolder });
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const findings = {
      messageId: opened?.messageId ?? null,
      subject: opened?.subject.slice(0, 500) ?? null,
      sender: opened?.sender ?? null,
      kind: opened?.kind ?? null,
      documents: opened?.documents.length ?? 0,
      warnings: opened?.warnings ?? [],
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
    await keepPapers(tx, { orderId, mailId: mail.id }, papers);
    const details = {
      mailId: mail.id,
      rawHash: mail.rawHash,
      senderIsHolder,
      papers: papers.map(({ hash, verdict, reason }) => ({ hash, verdict, reason })),
    };
    const actor = { kind: senderIsHolder ? "applicant" : "system" } as const;
    await record(tx, { chain: `order:${orderId}`, act: "papers.mailed", actor, details }, now);
  });
}

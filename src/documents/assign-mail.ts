import { record } from "../audit/record.ts";
import { orderById } from "../orders/orders-views.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { holderOf, mailsForPerson } from "./documents-views.ts";
import { mayPlaceMail } from "./inbound-mail.ts";
import { markHandled } from "./inbound-mail-store.ts";
import { rawMail, takeApart } from "./open-mail.ts";
import { judgePapers, keepPapers } from "./store-papers.ts";

/**
 * A person of the AR says which order a mail belongs to (its papers go there), or that it belongs to none (`orderId` null).
 * Fails with "not-allowed", "not-found" (no such mail or order in this AR), "mail-already-handled".
 */
export async function assignMail(
  ctx: Context,
  command: { mailId: string; orderId: string | null },
  who: AgentPrincipal,
): Promise<void> {
  if (!mayPlaceMail(who, who.raId)) throw new Failure("not-allowed");
  const mail = (await mailsForPerson(ctx.db, who.raId)).find(({ id }) => id === command.mailId);
  if (!mail) throw new Failure("mail-already-handled");
  const { orderId } = command;
  if (orderId !== null && (await orderById(ctx.db, orderId))?.raId !== who.raId) throw new Failure("not-found");
  const papers = orderId === null ? [] : await papersIn(ctx, mail, orderId);
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    if (!(await markHandled(tx, mail.id, { orderId, agentId: who.id }, now))) throw new Failure("mail-already-handled");
    const details = {
      mailId: mail.id,
      rawHash: mail.rawHash,
      papers: papers.map(({ hash, verdict }) => ({ hash, verdict })),
    };
    const chain = orderId === null ? (`ar:${who.raId}` as const) : (`order:${orderId}` as const);
    if (orderId !== null) await keepPapers(tx, { orderId, mailId: mail.id }, papers);
    const act = orderId === null ? "mail.set-aside" : "mail.assigned";
    await record(tx, { chain, act, actor: actorOf(who), details }, now);
  });
}

async function papersIn(ctx: Context, mail: { id: string; rawHash: string; envelopeFrom: string }, orderId: string) {
  const opened = await takeApart(await rawMail(ctx, mail), mail.envelopeFrom);
  const holder = await holderOf(ctx.db, orderId);
  const senderIsHolder = opened !== undefined && opened.sender === holder?.email;
  return judgePapers(ctx, opened?.documents ?? [], { orderId, mailId: mail.id, source: "mail", senderIsHolder });
}

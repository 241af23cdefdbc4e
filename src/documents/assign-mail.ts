import { record } from "../audit/record.ts";
import { orderById } from "../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import { announce } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { DocumentsFailure } from "./documents-failures.ts";
import { mayPlaceMail } from "./mail/inbound-mail.ts";
import { markHandled } from "./mail/inbound-mail-store.ts";
import { mailsForPerson } from "./mail/mail-reads.ts";
import { rawMail, takeApart } from "./open-mail.ts";
import { awaitVerdicts } from "./papers/paper-desk.ts";
import { holderOf } from "./papers/paper-reads.ts";
import { keepBatch, takePapers } from "./papers/take-papers.ts";

const waitsMs = 2_500;

/**
 * A person of the AR says which order a mail belongs to (its papers go there), or that it belongs to none (`orderId`
 * null). Failures: not-allowed, not-found (no such mail or order in this AR), mail-already-handled.
 */
export async function assignMail(
  ctx: Context,
  command: { mailId: string; orderId: string | null },
  who: AgentPrincipal,
): Promise<void> {
  if (!mayPlaceMail(who, who.raId)) throw new Failure("not-allowed");
  const mail = (await mailsForPerson(ctx.db, who.raId)).find(({ id }) => id === command.mailId);
  if (!mail) throw new DocumentsFailure("mail-already-handled");
  const { orderId } = command;
  if (orderId !== null && (await orderById(ctx.db, orderId))?.raId !== who.raId) throw new Failure("not-found");
  const found = orderId === null ? undefined : await filesIn(ctx, mail, orderId);
  const batch = found && (await keepBatch(ctx, found.files));
  const taken = await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const to = { mailId: mail.id, source: "mail", senderIsHolder: found?.senderIsHolder ?? false } as const;
    const { taken, leftOut } =
      batch && orderId !== null ? await takePapers(tx, batch, { orderId, ...to }, now) : { taken: [], leftOut: [] };
    const handled = { orderId, agentId: who.id, leftOut };
    if (!(await markHandled(tx, mail.id, handled, now))) throw new DocumentsFailure("mail-already-handled");
    const files = taken.map(({ hash }) => ({ hash }));
    const details = { mailId: mail.id, rawHash: mail.rawHash, papers: files, leftOut };
    const chain = orderId === null ? (`ar:${who.raId}` as const) : (`order:${orderId}` as const);
    if (orderId !== null && taken.length === 0)
      await announce(tx, "papers.received", { orderId, mailId: mail.id, paperIds: [] });
    const act = orderId === null ? "mail.set-aside" : "mail.assigned";
    await record(tx, { chain, act, actor: actorOf(who), details }, now);
    return taken;
  });
  await awaitVerdicts(ctx, taken, waitsMs);
}

async function filesIn(ctx: Context, mail: { id: string; rawHash: string; envelopeFrom: string }, orderId: string) {
  const opened = await takeApart(await rawMail(ctx, mail), mail.envelopeFrom);
  const holder = await holderOf(ctx.db, orderId);
  const senderIsHolder = opened !== undefined && opened.sender === holder?.email;
  return { files: opened?.documents ?? [], senderIsHolder };
}

import { type InboundMail, warningWords } from "../../documents/mail/inbound-mail.ts";
import { mailById } from "../../documents/mail/mail-reads.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { transact } from "../../platform/database.ts";
import type { EventPayloads } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { hourMs, later } from "../../platform/time/durations.ts";
import { openTask } from "../open-task.ts";
import { openTasksOf, rewordTask } from "../task-store.ts";

const hoursToAnswer = 24;
const mostWords = 2_000;
/**
 * Most open tasks of one order's mails: whoever knows its number could fill the list. Further mails go to the newest
 * task.
 */
const mostOpen = 5;
const mostAdded = 8_000;

/**
 * What somebody wrote about an order, or what no machine could take out of their mail, becomes a person's task; where
 * five of the order are open, it is read with the newest of them.
 */
export async function askAboutMail(ctx: Context, event: EventPayloads["mail.asks"]): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const [mail, order] = [await mailById(tx, event.mailId), await orderById(tx, event.orderId)];
    if (!mail || !order) return;
    const now = ctx.clock.now();
    const dueAt = later(now, hoursToAnswer * hourMs);
    const about = { raId: order.raId, orderId: order.id, kind: "mail-question" as const, subjectId: mail.id };
    const open = await openTasksOf(tx, order.id, about.kind);
    const newest = open.at(-1);
    if (newest && open.length >= mostOpen && open.every(({ subjectId }) => subjectId !== mail.id))
      await rewordTask(tx, newest.id, withMore(newest.words, wordsOf(mail)));
    else await openTask(tx, { ...about, words: wordsOf(mail), dueAt }, now);
  });
}

const noRoom = "Há mais e-mails deste pedido, que não cabem aqui: estão no dossiê.";

/** A paragraph more, once; where it does not fit, the last line says that there is more. */
function withMore(words: string, added: string): string {
  if (words.includes(added) || words.includes(noRoom)) return words;
  return `${words}\n\n${words.length + added.length > mostAdded ? noRoom : added}`;
}

function wordsOf(mail: InboundMail): string {
  const from = mail.sender || mail.envelopeFrom || "remetente sem endereço";
  const said = mail.words && `: “${mail.words.slice(0, mostWords)}”`;
  const parts = mail.warnings.map((warning) => warningWords[warning] ?? warning);
  if (mail.leftOut.length > 0)
    parts.push(`Não couberam no pedido e não foram guardados: ${mail.leftOut.slice(0, 10).join("; ")}.`);
  const silent = mail.kind !== "person" ? ["Veio marcado como automático: quem enviou não recebeu recibo."] : [];
  return [`${from} escreveu, com o assunto “${mail.subject ?? ""}”${said || "."}`, ...parts, ...silent].join(" ");
}

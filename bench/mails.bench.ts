import { openRawMail } from "../src/documents/mail/mail-opener.ts";
import { mentionedOrder } from "../src/documents/mail/order-mention.ts";
import { type Dice, judgeMade } from "./made-cases.ts";
import { makeMail, sender } from "./made-mail.ts";

async function judge(dice: Dice): Promise<string | undefined> {
  const { raw, number, names, question, marked } = makeMail(dice);
  const opened = await openRawMail(raw, sender);

  const found = opened.documents.map(({ name }) => name).sort();
  if (found.join() !== [...names].sort().join()) return `papers ${found.join()}, not ${names.join()}`;
  const broken = opened.documents.filter(({ content }) => !Buffer.from(content).toString("latin1").startsWith("%PDF-"));
  if (broken.length > 0) return `${broken.length} papers came out changed`;
  const where = { subject: opened.subject, body: opened.texts.join("\n"), fileNames: names };
  const order = mentionedOrder(where, new Set([number]));
  if (order.kind !== "one") return `${order.kind} instead of ${number} in ${JSON.stringify(where)}`;
  const isMachine = marked.some((mark) => !mark.startsWith("X-Priority"));
  if ((opened.kind === "person") === isMachine) return `a mail marked ${marked.join()} is from a ${opened.kind}`;
  if (question && !opened.asks) return `nobody reads ${JSON.stringify(opened.words)}`;
  if (question && !opened.words.includes(question)) return `${question} was read as ${JSON.stringify(opened.words)}`;
  return undefined;
}

/**
 * Of a thousand made mails: every paper comes out whole and nothing else does, the order is found as its number was
 * written, a machine's mark decides who is answered, and a question reaches a person with its words.
 */
export async function* bench() {
  yield await judgeMade("mails read right", judge);
}

import { randomInt } from "node:crypto";
import { record } from "../../audit/record.ts";
import { productById } from "../../catalog/catalog-reads.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { dayMs, earlier } from "../../platform/time/durations.ts";
import { placeAct } from "../../rooms/recordings/place-act.ts";
import { insertDraw } from "../act-store.ts";
import { openProofing } from "../open-proofing.ts";
import { questionsStanding } from "../proofing.ts";
import { ProofingFailure } from "../proofing-failures.ts";
import { drawQuestions as draw } from "../questions.ts";
import { answerFacts } from "./answer-facts.ts";
import { questionsAskedOf } from "./proofing-acts-reads.ts";

const yearMs = 365 * dayMs;

/**
 * Draws the proofing's questions, once a session; a second call changes nothing. Failures: questions-too-few, and by
 * `placeAct` what is not inside the recording.
 */
export async function drawQuestions(
  ctx: Context,
  command: { proofingId: string; by: AgentPrincipal },
): Promise<{ questions: string[] }> {
  return transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const { proofing, content } = await openProofing(tx, command.proofingId, command.by);
    const place = await placeAct(tx, proofing.roomId, now);
    const standing = questionsStanding(content, proofing, { id: place.sessionId });
    if (standing.length > 0) return { questions: standing.map((entry) => entry.question) };
    const order = await orderById(tx, proofing.orderId);
    const product = order && (await productById(tx, order.productId));
    if (!order || !product) throw new Error(`order ${proofing.orderId} is gone`);
    const { catalogue, draw: count, pass } = content.script.questions;
    const askedBefore = await questionsAskedOf(tx, order.cpf ?? "", earlier(now, yearMs));
    const drawn = draw(catalogue, answerFacts(order, product), askedBefore, count, randomInt);
    if (drawn.length < pass) throw new ProofingFailure("questions-too-few");
    const questions = drawn.map((question) => question.key);
    await insertDraw(tx, proofing.id, questions, place, now);
    const details = { proofingId: proofing.id, questions, place };
    await record(
      tx,
      { chain: `order:${order.id}`, act: "proofing.questions-drawn", actor: actorOf(command.by), details },
      now,
    );
    return { questions };
  });
}

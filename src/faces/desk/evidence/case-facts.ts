import { readChain } from "../../../audit/audit-reads.ts";
import { productById, rulePackAt, rulePackById } from "../../../catalog/catalog-reads.ts";
import type { Product } from "../../../catalog/product.ts";
import type { RulePackContent } from "../../../catalog/rule-pack.ts";
import type { Paper, RequirementState } from "../../../documents/papers/paper.ts";
import { extrasToRead, paperStates, papersOf } from "../../../documents/papers/paper-reads.ts";
import type { DenyHit } from "../../../irregularities/deny-list.ts";
import { denyListHits, isFrozen } from "../../../irregularities/irregularities-reads.ts";
import type { Order } from "../../../orders/order.ts";
import { orderById } from "../../../orders/orders-reads.ts";
import { paymentOf } from "../../../payments/payments-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { hourMs, later } from "../../../platform/time/durations.ts";
import { verifiersLeft } from "../../../proofing/decision/second-person-reads.ts";
import { type WrittenField, writtenFields } from "../../../proofing/fields/certificate-fields-reads.ts";
import { approvalLacks, isUndecided, type Lack, type Proofing, type RoomFacts } from "../../../proofing/proofing.ts";
import { proofingOfRoom, proofingsOf, roomFacts } from "../../../proofing/proofing-reads.ts";
import type { AnswerFacts } from "../../../proofing/questions.ts";
import { answerFacts } from "../../../proofing/script/answer-facts.ts";
import { canReopenSitting } from "../../../proofing/script/reopen-sitting.ts";
import type { HandOver } from "../../../rooms/hand-over/hand-over.ts";
import { lastHandOverOf } from "../../../rooms/hand-over/hand-over-reads.ts";
import type { Readiness } from "../../../rooms/readiness/readiness.ts";
import { readinessOf } from "../../../rooms/readiness/readiness-reads.ts";
import { type ActHindrance, actHindrance } from "../../../rooms/recordings/recorded-session.ts";
import type { Room } from "../../../rooms/room.ts";
import { linesOf, type RoomLine, roomById } from "../../../rooms/rooms-reads.ts";
import { type Still, stillsOf } from "../../../rooms/stills/still-reads.ts";
import type { Language } from "../../../scheduling/agenda/language.ts";
import { appointmentById } from "../../../scheduling/appointments/scheduling-reads.ts";
import { type AtDesk, colleaguesAtDesk } from "../../../watch/lateness/watch-reads.ts";
import { actWords } from "../../staff/act-words.ts";
import { actorName } from "../../staff/actor-name.ts";

/** Everything one case shows, read at one moment. */
export type CaseFacts = {
  now: Date;
  room: Room;
  order: Order;
  product: Product;
  language: Language;
  paidAt: Date | undefined;
  papers: Paper[];
  /** What of the papers goes into the certificate. */
  fields: WrittenField[];
  paperStates: RequirementState[];
  /** Files beside the requirements that nobody has looked at. */
  extraPapers: Pick<RequirementState, "place" | "title" | "state">[];
  content: RulePackContent;
  proofing: Proofing | undefined;
  earlier: Proofing[];
  frozen: boolean;
  /** What the deny list says of this holder now. */
  denyHits: DenyHit[];
  facts: RoomFacts;
  readiness: Readiness | undefined;
  stills: Still[];
  lines: RoomLine[];
  lacks: Lack[];
  /** Why no act of the script is possible now. */
  hindrance: ActHindrance | null;
  /** A side has been away for longer than allowed: the session is void once both are back. */
  broken: boolean;
  /** It was ended too soon, and may be opened again. */
  reopenable: boolean;
  /** Who could go on with the sitting now; `leavesNobody`: nobody of the AR could verify it then. */
  colleagues: (AtDesk & { leavesNobody: boolean })[];
  /** The last offer of this sitting to a colleague, however it ended. */
  handOver: HandOver | undefined;
  /** Until when a call that ended may still be decided; undefined: it runs, or is decided. */
  decideUntil: Date | undefined;
  answers: AnswerFacts;
  timeline: { at: Date; words: string; by: string }[];
};

/** Refuses not-found. Whether the reader may see it is the caller's question. */
export async function readCase(ctx: Context, roomId: string): Promise<CaseFacts> {
  const now = ctx.clock.now();
  const room = await roomById(ctx.db, roomId);
  const order = room && (await orderById(ctx.db, room.orderId));
  const product = order && (await productById(ctx.db, order.productId));
  const appointment = room && (await appointmentById(ctx.db, room.appointmentId));
  if (!room || !order || !product || !appointment) throw new Failure("not-found");
  const orderId = order.id;
  const proofing = await proofingOfRoom(ctx.db, roomId);
  const pack =
    (proofing && (await rulePackById(ctx.db, proofing.rulePackId))) ?? (await rulePackAt(ctx.db, room.raId, now));
  const { content } = pack;
  const titles = new Map(content.script.steps.map((step) => [step.key, step.title]));
  const facts = await roomFacts(ctx.db, roomId);
  const papers = await paperStates(ctx.db, orderId, now);
  const extras = await extrasToRead(ctx.db, orderId, now);
  const chain = await readChain(ctx.db, `order:${orderId}`);
  return {
    now,
    room,
    order,
    product,
    language: appointment.language,
    content,
    proofing,
    facts,
    readiness: await readinessOf(ctx.db, orderId),
    paidAt: (await paymentOf(ctx.db, orderId))?.paidAt,
    papers: (await papersOf(ctx.db, orderId)).filter((paper) => paper.verdict === "accepted"),
    paperStates: papers,
    extraPapers: extras,
    fields: await writtenFields(ctx.db, orderId),
    earlier: (await proofingsOf(ctx.db, orderId)).filter((entry) => entry.roomId !== roomId),
    frozen: await isFrozen(ctx.db, orderId),
    denyHits: await denyListHits(ctx.db, ctx.secrets, order, now),
    stills: await stillsOf(ctx.db, roomId),
    lines: await linesOf(ctx.db, roomId),
    hindrance: actHindrance(room, facts.recordings, now),
    broken: facts.recording.isBroken(now),
    lacks: proofing ? approvalLacks(content, proofing, facts, [...papers, ...extras], now) : [],
    colleagues: await Promise.all(
      (await colleaguesAtDesk(ctx.db, room.appointmentId, now))
        .filter(({ cpf }) => cpf !== order.cpf)
        .map(async (one) => ({ ...one, leavesNobody: (await verifiersLeft(ctx.db, roomId, one.id, now)) === 0 })),
    ),
    handOver: await lastHandOverOf(ctx.db, roomId),
    reopenable: await canReopenSitting(ctx.db, room, proofing, now),
    decideUntil:
      isUndecided(room, proofing) && room.closedAt
        ? later(room.closedAt, content.decision.lapseHours * hourMs)
        : undefined,
    answers: answerFacts(order, product),
    timeline: chain
      .filter((entry) => entry.act in actWords)
      .map(({ at, act, actor, details }) => ({
        at,
        words: [actWords[act], titles.get(String(details["step"] ?? ""))].filter(Boolean).join(": "),
        by: actorName(actor) ?? "",
      }))
      .reverse(),
  };
}

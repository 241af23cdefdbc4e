import { record } from "../audit/record.ts";
import { orderById } from "../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import { type Transaction, transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import { newId } from "../platform/ids.ts";
import { announce } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { IrregularitiesFailure } from "./irregularities-failures.ts";
import { type IrregularityCase, mayConductCase } from "./irregularity.ts";
import { assignCase, insertNote, lockCase, markReported } from "./irregularity-store.ts";

/** The case, locked, for a manager who may conduct it and while it is open. Failures: not-found, not-allowed, irregularity-closed. */
export async function openCaseFor(tx: Transaction, caseId: string, by: AgentPrincipal): Promise<IrregularityCase> {
  const one = await lockCase(tx, caseId);
  const order = one && (await orderById(tx, one.orderId));
  if (!one || one.raId !== by.raId) throw new Failure("not-found");
  if (!mayConductCase(by, one.raId, order?.cpf ?? "")) throw new Failure("not-allowed");
  if (one.closedAt) throw new IrregularitiesFailure("irregularity-closed");
  return one;
}

/** Becomes the case's owner. Failures: those of `openCaseFor`. */
export async function takeOnCase(ctx: Context, command: { caseId: string; by: AgentPrincipal }): Promise<void> {
  const { caseId, by } = command;
  await transact(ctx.db, async (tx) => {
    const { orderId, ownerId } = await openCaseFor(tx, caseId, by);
    if (ownerId === by.id) return;
    await assignCase(tx, caseId, by.id);
    const details = { caseId, from: ownerId };
    const act = "irregularity.taken-on";
    await record(tx, { chain: `order:${orderId}`, act, actor: actorOf(by), details }, ctx.clock.now());
  });
}

/** Writes down what was found out. Failures: those of `openCaseFor`. */
export async function noteOnCase(
  ctx: Context,
  command: { caseId: string; text: string; by: AgentPrincipal },
): Promise<void> {
  const { caseId, text, by } = command;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const { orderId } = await openCaseFor(tx, caseId, by);
    const id = newId(now.getTime());
    await insertNote(tx, { id, caseId, by: by.id, text }, now);
    const details = { caseId, noteId: id };
    await record(tx, { chain: `order:${orderId}`, act: "irregularity.noted", actor: actorOf(by), details }, now);
  });
}

/**
 * The report went to the AC (NEG-05): who sent it, when, and what the AC answers to. Once.
 * Failures: those of `openCaseFor`, irregularity-reported.
 */
export async function markCaseReported(
  ctx: Context,
  command: { caseId: string; reference: string; by: AgentPrincipal },
): Promise<void> {
  const { caseId, reference, by } = command;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const { orderId } = await openCaseFor(tx, caseId, by);
    if (!(await markReported(tx, caseId, { by: by.id, reference }, now)))
      throw new IrregularitiesFailure("irregularity-reported");
    await announce(tx, "irregularity.reported", { caseId, orderId });
    const details = { caseId, reference };
    await record(tx, { chain: `order:${orderId}`, act: "irregularity.reported", actor: actorOf(by), details }, now);
  });
}

import { record } from "../../audit/record.ts";
import { mayActOn, type OrderPrincipal } from "../../orders/order-principal.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { isId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { DocumentsFailure } from "../documents-failures.ts";
import { ordersOfSamePerson, paperById } from "./paper-reads.ts";
import { markBothSides } from "./paper-store.ts";
import { sharePapers } from "./share-papers.ts";

/**
 * The holder says that a file sent as one side shows both (a CNH opened flat, a digital one, a passport's data page).
 * An agent still looks. Failures: not-found, paper-reviewed (an agent has said what it is).
 */
export async function sayBothSides(
  ctx: Context,
  command: { orderId: string; paperId: string; by: OrderPrincipal },
): Promise<void> {
  const { orderId, paperId, by } = command;
  const order = await orderById(ctx.db, orderId);
  if (!order?.number || order.cancelledAt || !mayActOn(by, order) || !isId(paperId)) throw new Failure("not-found");
  await transact(ctx.db, async (tx) => {
    const paper = await paperById(tx, paperId);
    if (paper?.orderId !== orderId || paper.verdict === "refused") throw new Failure("not-found");
    if (paper.review) throw new DocumentsFailure("paper-reviewed");
    const others = await ordersOfSamePerson(tx, orderId);
    await markBothSides(tx, [orderId, ...others.map(({ id }) => id)], paper.hash);
    const details = { paperId, hash: paper.hash };
    const act = "paper.both-sides";
    await record(tx, { chain: `order:${orderId}`, act, actor: { kind: "applicant" }, details }, ctx.clock.now());
  });
  await sharePapers(ctx, { orderId });
}

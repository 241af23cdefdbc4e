import { record } from "../../audit/record.ts";
import { productById } from "../../catalog/catalog-reads.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type FieldKind, fieldsOfPerson } from "../fields/certificate-fields.ts";
import { insertField } from "../fields/certificate-fields-store.ts";
import { openProofing } from "../open-proofing.ts";

/**
 * Writes one field of the certificate as the attending agent reads it from a paper that serves, or takes it back. Only until the
 * decision: what the second person judges does not change under their eyes. Failures: field-unproven (no paper of this order that
 * was accepted), not-found (no field of this kind of certificate), and those of an open proofing.
 */
export async function writeField(
  ctx: Context,
  command: {
    proofingId: string;
    field: FieldKind;
    written: { content: object; paperId: string } | undefined;
    by: AgentPrincipal;
  },
): Promise<void> {
  const { field, written, by } = command;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const { proofing } = await openProofing(tx, command.proofingId, by);
    const { id: proofingId, orderId } = proofing;
    const order = await orderById(tx, orderId);
    const product = order && (await productById(tx, order.productId));
    if (!product || !fieldsOfPerson[product.person].includes(field)) throw new Failure("not-found");
    await insertField(tx, { proofingId, orderId, field, written, by: by.id }, now);
    // Which field and by which paper, not what it says: that stands in the dossier.
    const details = { proofingId, field, ...(written && { paperId: written.paperId }) };
    const act = written ? "proofing.field-written" : "proofing.field-taken-back";
    await record(tx, { chain: `order:${orderId}`, act, actor: actorOf(by), details }, now);
  });
}

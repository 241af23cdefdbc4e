import { orderById } from "../../orders/orders-reads.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { messageRow, reopenFailed } from "./message-store.ts";

/**
 * Tries a message again that was given up. Failures: not-found where it is neither this order's nor its purchase's, or
 * was not given up.
 */
export async function resendMessage(ctx: Context, command: { orderId: string; messageId: string }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const message = await messageRow(tx, command.messageId);
    const order = await orderById(tx, command.orderId);
    const isTheirs = message && (message.orderId === order?.id || message.purchaseId === order?.purchaseId);
    if (!order || !isTheirs || !(await reopenFailed(tx, message.id))) throw new Failure("not-found");
    await enqueue(tx, "notifications.deliver", { messageId: message.id }, { key: message.id });
  });
}

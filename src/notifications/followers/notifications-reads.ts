import { productById } from "../../catalog/catalog-reads.ts";
import { orderById, ordersOfPurchase } from "../../orders/orders-reads.ts";
import { registrationAuthority } from "../../people/authority/registration-authority-reads.ts";
import { siteById } from "../../people/authority/site-reads.ts";
import type { Reader } from "../../platform/database.ts";
import type { OrderFacts } from "../letters/order-facts.ts";
import type { Message } from "../outbox/message.ts";
import { messageColumns, messageRow } from "../outbox/message-store.ts";

export const messageById: (reader: Reader, id: string) => Promise<Message | undefined> = messageRow;

/** Everything sent about an order or its purchase, newest first; one-time codes left out (they are of no use later). */
export async function messagesOf(reader: Reader, orderId: string): Promise<Message[]> {
  const order = await orderById(reader, orderId);
  return reader
    .selectFrom("messages")
    .select(messageColumns)
    .where((where) =>
      where.or([where("order_id", "=", orderId), where("purchase_id", "=", order?.purchaseId ?? orderId)]),
    )
    .where("template", "<>", "contact-code")
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
}

/** The newest messages, for the mailbox in the browser; `recipient` narrows to one address, `raId` to what one AR sent. */
export async function allMessages(reader: Reader, limit = 100, recipient?: string, raId?: string): Promise<Message[]> {
  return reader
    .selectFrom("messages")
    .select(messageColumns)
    .$if(recipient !== undefined, (query) => query.where("recipient", "=", recipient ?? ""))
    .$if(raId !== undefined, (query) => query.where("ra_id", "=", raId ?? null))
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** What letters about this order are made of; undefined where there is no such order. */
export async function orderFacts(reader: Reader, orderId: string): Promise<OrderFacts | undefined> {
  const order = await orderById(reader, orderId);
  if (!order) return undefined;
  const [ra, product] = await Promise.all([
    registrationAuthority(reader, order.raId),
    productById(reader, order.productId),
  ]);
  if (!ra || !product) return undefined;
  const { name, phone, openingHours, papersAddress, email } = ra;
  return {
    orderId,
    purchaseId: order.purchaseId,
    isOneOfSeveral: (await ordersOfPurchase(reader, order.purchaseId)).length > 1,
    raId: order.raId,
    number: order.number,
    applicantName: order.applicantName ?? "",
    email: order.email,
    phone: order.phone,
    productName: product.name,
    companyName: order.companyName,
    priceCentavos: order.priceCentavos,
    certificateType: product.certificateType,
    site: (order.siteId !== null && (await siteById(reader, order.siteId))) || null,
    ra: { name, phone, openingHours, papersAddress, email },
  };
}

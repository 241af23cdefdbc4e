import { type Product, productTitle } from "../../catalog/product.ts";
import type { Order } from "../../orders/order.ts";

/** "e-CNPJ A1, 12 meses de Padaria Sol". */
export function orderTitle({ order, product }: { order: Pick<Order, "companyName">; product: Product }): string {
  return order.companyName ? `${productTitle(product)} de ${order.companyName}` : productTitle(product);
}

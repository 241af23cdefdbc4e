import { isIssuedHere } from "../../catalog/catalog-reads.ts";
import type { Product } from "../../catalog/product.ts";
import type { Reader } from "../../platform/database.ts";
import { dayInBrazil } from "../../platform/time/brasilia.ts";
import { OrdersFailure } from "../orders-failures.ts";

/** The product, if it is on the shelf and can be issued here today. Failures: product-not-on-sale, certificate-not-issued {type}. */
export async function requireOnSale(reader: Reader, product: Product | undefined, now: Date): Promise<Product> {
  if (!product?.active) throw new OrdersFailure("product-not-on-sale");
  const { certificateType: type } = product;
  if (!(await isIssuedHere(reader, type, dayInBrazil(now))))
    throw new OrdersFailure("certificate-not-issued", { type });
  return product;
}

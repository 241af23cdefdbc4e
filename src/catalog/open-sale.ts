import type { Installation } from "../people/agent.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { insertSalePeriod } from "./catalog-store.ts";
import type { Product } from "./product.ts";

/**
 * From `validFrom` ("2027-01-31") on this installation issues certificates of that kind, and its ARs may sell them. Said
 * by the installation alone: a manager decides what is on the shelf, not what can be issued. Again changes nothing.
 */
export async function openSale(
  ctx: Context,
  command: { certificateType: Product["certificateType"]; validFrom: string; by: Installation },
): Promise<void> {
  await transact(ctx.db, (tx) => insertSalePeriod(tx, command.certificateType, command.validFrom));
}

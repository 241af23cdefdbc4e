import { record } from "../../audit/record.ts";
import { productById } from "../../catalog/catalog-reads.ts";
import { requireWritable } from "../../people/authority/certificate-name.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Cnpj } from "../../platform/taxpayer-id.ts";
import { openDraft } from "../open-draft.ts";
import type { OrderPrincipal } from "../order-principal.ts";
import { changeDraft } from "../order-store.ts";

/** Writes whose company's certificate it is; the holder is its responsible. Failures: name-not-writable
 * {letters}, not-found (no company's product), and those of a draft. */
export async function describeCompany(
  ctx: Context,
  command: { orderId: string; company: { name: string; cnpj: Cnpj }; by: OrderPrincipal },
): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    const { orderId, company } = command;
    const order = await openDraft(tx, orderId, command.by);
    if ((await productById(tx, order.productId))?.person !== "legal") throw new Failure("not-found");
    requireWritable(company.name, "company");
    await changeDraft(tx, orderId, { company_name: company.name, cnpj: company.cnpj });
    const actor = { kind: "applicant" } as const;
    await record(tx, { chain: `order:${orderId}`, act: "order.company-described", actor, details: {} }, now);
  });
}

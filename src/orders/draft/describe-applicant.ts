import { record } from "../../audit/record.ts";
import { productById, rulePackAt } from "../../catalog/catalog-reads.ts";
import { requireWritable } from "../../people/authority/certificate-name.ts";
import { transact } from "../../platform/database.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Cnpj, Cpf } from "../../platform/taxpayer-id.ts";
import { dayInBrazil } from "../../platform/time/brasilia.ts";
import { ageOn, mailboxLettersNotWritable } from "../applicant/applicant.ts";
import { openDraft } from "../open-draft.ts";
import type { OrderPrincipal } from "../order-principal.ts";
import { changeDraft, changeDraftsOf, livingOrderRows } from "../order-store.ts";
import { OrdersFailure } from "../orders-failures.ts";

export type ApplicantData = {
  name: string;
  cpf: Cpf;
  /** "1990-12-31" */
  birthDate: string;
  email: string;
  /** "+5511987654321" */
  phone: string;
  company?: { name: string; cnpj: Cnpj } | undefined;
};

/**
 * Writes who the certificate is for, and with it every other one of the purchase: they have one holder. A changed
 * contact must be confirmed again; a changed CPF frees held slots (event order.holder-changed). Failures:
 * name-not-writable {letters}, email-not-writable {letters}, applicant-too-young, birth-date-impossible, company-missing,
 * and those of a draft.
 */
export async function describeApplicant(
  ctx: Context,
  command: { orderId: string; data: ApplicantData; by: OrderPrincipal },
): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    const { data, orderId } = command;
    const order = await openDraft(tx, orderId, command.by);
    const product = await productById(tx, order.productId);
    if (!product) throw new OrdersFailure("product-not-on-sale");
    const { applicant } = (await rulePackAt(tx, order.raId, now)).content;
    const age = ageOn(data.birthDate, dayInBrazil(now));
    if (age < 0 || age > 130) throw new OrdersFailure("birth-date-impossible");
    if (age < applicant.minimumAge) throw new OrdersFailure("applicant-too-young", { years: applicant.minimumAge });
    if (product.person === "legal" && !data.company) throw new OrdersFailure("company-missing");
    requireWritable(data.name, "holder");
    if (product.person === "legal" && data.company) requireWritable(data.company.name, "company");
    const letters = mailboxLettersNotWritable(data.email);
    if (letters) throw new OrdersFailure("email-not-writable", { letters });
    await changeDraftsOf(tx, order.purchaseId, {
      applicant_name: data.name,
      cpf: data.cpf,
      birth_date: data.birthDate,
      email: data.email,
      phone: data.phone,
      email_confirmed_at: data.email === order.email ? order.emailConfirmedAt : null,
      phone_confirmed_at: data.phone === order.phone ? order.phoneConfirmedAt : null,
    });
    const company = product.person === "legal" ? data.company : undefined;
    await changeDraft(tx, orderId, { company_name: company?.name ?? null, cnpj: company?.cnpj ?? null });
    if (order.cpf !== null && order.cpf !== data.cpf)
      for (const { id } of await livingOrderRows(tx, order.purchaseId))
        await announce(tx, "order.holder-changed", { orderId: id });
    await record(
      tx,
      {
        chain: `order:${orderId}`,
        act: "order.applicant-described",
        actor: { kind: "applicant" },
        details: { person: product.person },
      },
      now,
    );
  });
}

import { eligibilityTable, productById } from "../../../catalog/catalog-reads.ts";
import { biometricsAnswerMatters } from "../../../catalog/eligibility.ts";
import type { Product } from "../../../catalog/product.ts";
import {
  productPath,
  purchaseBasketPath,
  purchaseCheckPath,
  purchaseCompanyPath,
  purchaseContactPath,
  purchaseDetailsPath,
  purchaseEligibilityPath,
  purchaseSiteCheckPath,
  purchaseSiteSlotPath,
  purchaseSlotPath,
} from "../../../contract/holder-addresses.ts";
import { type ContactChannel, type Order, purchaseGaps } from "../../../orders/order.ts";
import { OrdersFailure } from "../../../orders/orders-failures.ts";
import { ordersOfPurchase } from "../../../orders/orders-reads.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { dayInBrazil } from "../../../platform/time/brasilia.ts";
import { defaultLanguage, type Language } from "../../../scheduling/agenda/language.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { type Frame, frameOf } from "../applicant-page.tsx";

/** Pages of a purchase in their order; "elegibilidade" only where the answer about biometrics decides. */
export type Step = "elegibilidade" | "dados" | "contato" | "horario" | "conferir";
/** Pages beside the road: the company of a certificate that was added, and the basket. */
export type Aside = "empresa" | "certificados";

/** One certificate of a purchase. */
export type Line = { order: Order; product: Product };
/** `order` is the one whose page this is; `lines` are all that is bought in one act, it among them. */
export type Purchase = Line & { lines: [Line, ...Line[]]; frame: Frame; steps: Step[] };

export async function purchaseOf(ctx: Context, order: Order): Promise<Purchase> {
  const own = await lineOf(ctx, order);
  const lines: Line[] = [];
  for (const one of await ordersOfPurchase(ctx.db, order.purchaseId))
    lines.push(one.id === order.id ? own : await lineOf(ctx, one));
  const [first = own, ...more] = lines;
  const rules = await eligibilityTable(ctx.db, order.raId);
  const facts = { ...first.product, biometricsOnFile: null };
  const asks = biometricsAnswerMatters(rules, facts, dayInBrazil(ctx.clock.now()));
  const frame = await frameOf(ctx, order.raId);
  // A time is held for minutes; the AR's word that it was paid may take days.
  const time: Step[] = frame.paysOnline || order.attendance === "in-person" ? ["horario"] : [];
  const steps: Step[] = ["dados", "contato", ...time, "conferir"];
  return {
    ...own,
    lines: [first, ...more],
    frame,
    steps: asks ? ["elegibilidade", ...steps] : steps,
  };
}

async function lineOf(ctx: Context, order: Order): Promise<Line> {
  const product = await productById(ctx.db, order.productId);
  if (!product) throw new OrdersFailure("product-not-on-sale");
  return { order, product };
}

export function totalOf({ lines }: Purchase): number {
  return lines.reduce((sum, { order }) => sum + order.priceCentavos, 0);
}

type Place = (id: string) => string;
const places: Record<Step | Aside, Place> = {
  elegibilidade: purchaseEligibilityPath,
  dados: purchaseDetailsPath,
  contato: purchaseContactPath,
  horario: purchaseSlotPath,
  conferir: purchaseCheckPath,
  empresa: purchaseCompanyPath,
  certificados: purchaseBasketPath,
};
const placesInPerson: Partial<typeof places> = { horario: purchaseSiteSlotPath, conferir: purchaseSiteCheckPath };

export function stepHref(order: Order, step: Step | Aside): string {
  const place = (order.attendance === "in-person" ? placesInPerson[step] : undefined) ?? places[step];
  return place(order.id);
}

/** The page of times, in the language of the time that is to be changed. */
export function timeHref(order: Order, language: Language = defaultLanguage): string {
  return `${stepHref(order, "horario")}${language === defaultLanguage ? "" : `?idioma=${language}`}`;
}

/** The page of what all certificates share: it stands at the first one's address. */
export function sharedHref({ lines }: Purchase, step: Step | Aside): string {
  return stepHref(lines[0].order, step);
}

/** "Passo 2 de 6": paying is the last one, on the order's own page; in person nothing is paid here. */
export function stepNumber({ steps, order }: Purchase, step: Step): { now: number; of: number } {
  return { now: steps.indexOf(step) + 1, of: steps.length + (order.attendance === "in-person" ? 0 : 1) };
}

/** Where the back link of a step leads. */
export function stepBefore({ steps, order, product }: Purchase, step: Step): string {
  const before = steps[steps.indexOf(step) - 1];
  return before ? stepHref(order, before) : productPath(product.code);
}

/** The first earlier page whose answer is missing; undefined: this page may be shown. */
export function pageDue(
  purchase: Purchase,
  step: Step | Aside,
  confirm: readonly ContactChannel[],
): string | undefined {
  const { lines, order } = purchase;
  const gapsOf = (line: Line) => purchaseGaps(line.order, line.product.person, confirm);
  const isFirst = lines[0].order.id === order.id;
  if (step === "dados" || step === "empresa") {
    if (gapsOf(purchase).includes("eligibility")) return stepHref(order, "elegibilidade");
    return isFirst || step === "empresa" ? undefined : sharedHref(purchase, "dados");
  }
  for (const line of lines) {
    const gaps = gapsOf(line);
    if (gaps.includes("eligibility")) return stepHref(line.order, "elegibilidade");
    if (gaps.includes("applicant")) return stepHref(line.order, line.order.cpf ? "empresa" : "dados");
  }
  const gaps = gapsOf(lines[0]);
  const unconfirmed = gaps.includes("email") || gaps.includes("phone");
  if ((step === "horario" || step === "conferir") && unconfirmed) return sharedHref(purchase, "contato");
  // In person it is bought by itself: no basket.
  if (step === "certificados" && order.attendance === "in-person") return stepHref(order, "horario");
  // Nothing is paid here, so that no time is held: it is chosen once the AR wrote down the money.
  if (step === "horario" && !purchase.steps.includes(step)) return `${sharedHref(purchase, "conferir")}?horario=depois`;
  return isFirst ? undefined : sharedHref(purchase, step);
}

export type StepProps = { purchase: Purchase; errors?: FormErrors; values?: FormValues };

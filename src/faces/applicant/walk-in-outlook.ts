import { bookingTermsOf } from "../../catalog/catalog-reads.ts";
import type { Product } from "../../catalog/product.ts";
import type { Order } from "../../orders/order.ts";
import type { Context } from "../../platform/settings/context.ts";
import { defaultLanguage } from "../../scheduling/agenda/language.ts";
import { type Outlook, walkInOutlook } from "../../scheduling/line/walk-in-reads.ts";

/** How "Atender agora" would go for this order, or goes where it waits. */
export async function outlookOf(
  ctx: Context,
  { id: productId, raId }: Product,
  { id: orderId, cpf: holderCpf }: Pick<Order, "id" | "cpf">,
): Promise<Outlook> {
  const [length] = await bookingTermsOf(ctx.db, [productId]);
  const wish = { raId, productId, language: defaultLanguage, length: length!, holderCpf, orderId };
  return walkInOutlook(ctx.db, wish, ctx.clock.now());
}

/** "Há 2 pessoas à sua frente." */
function aheadWords(ahead: number): string {
  if (ahead === 0) return "Você é o próximo.";
  return ahead === 1 ? "Há 1 pessoa à sua frente." : `Há ${ahead} pessoas à sua frente.`;
}

/** Rounded up to five minutes: a guess must not look like a promise. */
function waitWords({ agents, minutes }: Outlook): string {
  if (agents === 0) return "Nenhum agente está na mesa agora.";
  if (minutes === undefined) return "A espera pode passar de 2 horas.";
  if (minutes <= 5) return "A espera é de poucos minutos.";
  return `A espera é de cerca de ${Math.ceil(minutes / 5) * 5} minutos.`;
}

export function outlookWords(outlook: Outlook): string {
  return `${aheadWords(outlook.ahead)} ${waitWords(outlook)}`;
}

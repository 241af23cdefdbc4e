import type { Centavos } from "../platform/money.ts";

/** What an AR sells: one certificate kind, for one validity, at one price. */
export type Product = {
  id: string;
  raId: string;
  /** Stable within the AR: "e-cpf-a1-12". */
  code: string;
  name: string;
  summary: string;
  person: "natural" | "legal";
  certificateType: "A1" | "A3";
  device: "none" | "card" | "token";
  validityMonths: number;
  /** Length of the videoconference that comes with it. */
  slotMinutes: number;
  priceCentavos: Centavos;
  position: number;
  active: boolean;
};

/** "e-CPF A1, 12 meses": what an order, a message or a question calls it. */
export function productTitle(product: Pick<Product, "name" | "validityMonths">): string {
  return `${product.name}, ${product.validityMonths} ${product.validityMonths === 1 ? "mês" : "meses"}`;
}

/** Where the key lives, in the buyer's words. */
export function deviceWords(device: Product["device"]): string {
  if (device === "none") return "arquivo no seu computador";
  return device === "card" ? "cartão enviado a você" : "token USB enviado a você";
}

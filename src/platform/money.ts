/** Integer centavos; never a fraction. */
export type Centavos = number;

const brl = new Intl.NumberFormat("pt-BR", { style: "currency", currency: "BRL" });

/** 19990 -> "R$ 199,90" (with the no-break space that keeps sign and figure on one line). */
export function formatBrl(centavos: Centavos): string {
  return brl.format(centavos / 100);
}

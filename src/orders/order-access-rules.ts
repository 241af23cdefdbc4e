/** How long a browser may come back to an order without giving number and CPF/CNPJ again. */
const accessDays = 7;

export function accessExpiry(now: Date): Date {
  return new Date(now.getTime() + accessDays * 86_400_000);
}

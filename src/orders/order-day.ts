const brazilDay = new Intl.DateTimeFormat("en-CA", { timeZone: "America/Sao_Paulo", dateStyle: "short" });

/** The calendar day in Brasília, "2026-11-23": what dated rules and ages count by. */
export function dayInBrazil(at: Date): string {
  return brazilDay.format(at);
}

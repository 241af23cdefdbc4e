const inBrasilia = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("pt-BR", { timeZone: "America/Sao_Paulo", ...options });
const day = inBrasilia({ weekday: "long", day: "numeric", month: "long" });
const time = inBrasilia({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** "segunda-feira, 23 de novembro, às 14h30 (horário de Brasília)". */
export function whenWords(at: Date): string {
  return `${day.format(at)}, às ${clockWords(at)} (horário de Brasília)`;
}

/** "14h", "14h30" (Brasília). */
export function clockWords(at: Date): string {
  return time.format(at).replace(":00", "h").replace(":", "h");
}

/** The day in Brasília as addresses name it: "2026-11-28". */
export function dayInAddress(moment: Date): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "America/Sao_Paulo", dateStyle: "short" }).format(moment);
}

const dated = inBrasilia({ day: "numeric", month: "long", year: "numeric" });

/** "23 de novembro de 2027": a day that may be another year's. */
export function dayWords(at: Date): string {
  return dated.format(at);
}

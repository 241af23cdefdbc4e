/** The clock of everything that is said without a zone: pages, letters, dated rules. */
export const brasilia = "America/Sao_Paulo";

export const inBrasilia = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("pt-BR", { timeZone: brasilia, ...options });

const isoDay = new Intl.DateTimeFormat("en-CA", { timeZone: brasilia, dateStyle: "short" });
const clock = inBrasilia({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** The calendar day in Brasília, "2026-11-23": what dated rules and ages count by, and what addresses name. */
export const dayInBrazil = (at: Date): string => isoDay.format(at);

/** "14h", "14h30" of a clock that says "14:00", "14:30". */
export const asHours = (text: string): string => text.replace(":00", "h").replace(":", "h");

/** "14h", "14h30" (Brasília). */
export const clockWords = (at: Date): string => asHours(clock.format(at));

/** The moment of "2026-11-24T08:00" in Brasília, which has kept UTC-3 since 2019 (Decreto 9.772); invalid for other text. */
export const momentInBrasilia = (local: string): Date => new Date(`${local}:00-03:00`);

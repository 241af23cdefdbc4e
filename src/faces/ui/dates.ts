import { asHours, clockWords, inBrasilia, momentInBrasilia } from "../../platform/time/brasilia.ts";

const dayParts = { weekday: "long", day: "numeric", month: "long" } as const;
const timeParts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

const inZone = (timeZone: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("pt-BR", { timeZone, ...options });

const day = inBrasilia(dayParts);
const shortDay = inBrasilia({ day: "2-digit", month: "2-digit", year: "numeric" });
const seconds = inBrasilia({ ...timeParts, second: "2-digit" });

/** "2026-11-23" at noon in Brasília, so that it is that day in every Brazilian zone. */
export const noonOf = (day: string): Date => momentInBrasilia(`${day}T12:00`);
/** "segunda-feira, 23 de novembro" (Brasília). */
export const formatDay = (at: Date): string => day.format(at);
/** "23/11/2026" (Brasília). */
export const formatShortDay = (at: Date): string => shortDay.format(at);
/** "14h", "14h30" (Brasília). */
export const formatTime = (at: Date): string => clockWords(at);
/** "23/11/2026 14:30:05" (Brasília), for evidence and audit. */
export const formatInstant = (at: Date): string => `${shortDay.format(at)} ${seconds.format(at)}`;
/** "segunda-feira, 23 de novembro, às 14h30". */
export const formatDayAndTime = (at: Date): string => `${formatDay(at)}, às ${formatTime(at)}`;
/** As `formatDay` and `formatTime`, by the clock of another zone. */
export const formatDayIn = (at: Date, zone: string): string => inZone(zone, dayParts).format(at);
export const formatTimeIn = (at: Date, zone: string): string => asHours(inZone(zone, timeParts).format(at));

import { inLanguage } from "../../scheduling/agenda/language.ts";
import type { Appointment } from "../../scheduling/appointments/appointment.ts";
import { formatDayAndTime } from "../ui/dates.ts";

/** "terça-feira, 24 de novembro, às 13h (Brasília), em Libras". */
export function timeWords({ startsAt, language }: Pick<Appointment, "startsAt" | "language">): string {
  return `${formatDayAndTime(startsAt)} (Brasília)${inLanguage(language)}`;
}

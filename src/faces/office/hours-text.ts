import type { AgendaHours } from "../../scheduling/agenda/agenda.ts";

export const weekdayNames = ["Domingo", "Segunda", "Terça", "Quarta", "Quinta", "Sexta", "Sábado"] as const;

/** "08:00 às 12:00, 13:00 às 18:00": one day's ranges, as they are shown and typed. */
export function hoursText(hours: readonly AgendaHours[], weekday: number): string {
  return hours
    .filter((range) => range.weekday === weekday)
    .map(({ opens, closes }) => `${opens} às ${closes}`)
    .join(", ");
}

/**
 * Reads what people type for one day: "8h-12h e 13h30 às 18h", "08:00–12:00, 13:00–18:00"; empty = closed.
 * Undefined where a part is no range; whether ranges are sound is `areHoursSound`'s to say.
 */
export function parseHours(text: string, weekday: number): AgendaHours[] | undefined {
  const parts = text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .split(/[,;]|\be\b/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const ranges: AgendaHours[] = [];
  for (const part of parts) {
    const ends = part.split(/\s*(?:-|–|—|\bas\b|\bate\b|\ba\b)\s*/);
    const [opens, closes] = ends.map(clock);
    if (ends.length !== 2 || !opens || !closes) return undefined;
    ranges.push({ weekday, opens, closes });
  }
  return ranges.sort((a, b) => (a.opens < b.opens ? -1 : 1));
}

/** "8", "8h", "8h30", "08:30" -> "08:30". */
function clock(text: string): string | undefined {
  const match = /^(?:das\s+)?(\d{1,2})(?:\s*[h:]\s*(\d{2})?)?(?:\s*h)?$/.exec(text.trim());
  if (!match) return undefined;
  const [hour, minute] = [Number(match[1]), Number(match[2] ?? "0")];
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return undefined;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

import { brasilia } from "../../platform/time/brasilia.ts";
import { earlier, minuteMs } from "../../platform/time/durations.ts";
import type { AgentProfile, BlockKind } from "../../scheduling/agenda/agenda.ts";
import type { TimeOff } from "../../scheduling/agenda/time-off-reads.ts";
import { formatDay, formatDayAndTime, formatDayIn, formatTime, formatTimeIn } from "../ui/dates.ts";

/** Brazil's four zones, by what people call them. */
export const zones = [
  [brasilia, "Brasília"],
  ["America/Manaus", "Manaus, Cuiabá (uma hora a menos)"],
  ["America/Rio_Branco", "Rio Branco (duas horas a menos)"],
  ["America/Noronha", "Fernando de Noronha (uma hora a mais)"],
] as const;

/** The clock of an agent's week, where it is not Brasília's and must be said. */
export function otherClock(zone: string): string | undefined {
  return zone === brasilia ? undefined : (zones.find(([known]) => known === zone)?.[1] ?? zone);
}

export const kindWords: Record<BlockKind, string> = {
  block: "Bloqueio",
  break: "Pausa",
  vacation: "Férias",
  calendar: "Agenda externa",
};

/** "até 15h", "até terça-feira, 24 de novembro, às 15h"; nothing where no end was set. */
function untilWords(until: Date | null, now: Date): string {
  if (!until) return "";
  return ` até ${formatDay(until) === formatDay(now) ? formatTime(until) : formatDayAndTime(until)}`;
}

/** "Você não recebe novos horários até 15h (almoço longo)." */
export function awayWords(who: string, away: NonNullable<AgentProfile["away"]>, now: Date): string {
  return `${who} não recebe novos horários${untilWords(away.until, now)} (${away.reason}).`;
}

/** "terça-feira, 24 de novembro, das 8h às 12h": one stretch of time in Brasília. */
function stretch(from: Date, to: Date): string {
  const [first, last] = [formatDay(from), formatDay(to)];
  if (first === last) return `${first}, das ${formatTime(from)} às ${formatTime(to)}`;
  return `de ${formatDayAndTime(from)}, até ${formatDayAndTime(to)}`;
}

/** When it is, as its form was filled in: days and breaks by the clock of the week, other times in Brasília. */
export function whenWords({ kind, from, to, through, times }: TimeOff, zone: string): string {
  const last = formatDayIn(earlier(through, minuteMs), zone);
  const first = formatDayIn(from, zone);
  if (kind === "vacation") return first === last ? first : `de ${first} a ${last}`;
  if (kind === "break" && times > 1)
    return `todo dia, das ${formatTimeIn(from, zone)} às ${formatTimeIn(to, zone)}, de ${first} a ${last}`;
  if (kind === "break") return `${first}, das ${formatTimeIn(from, zone)} às ${formatTimeIn(to, zone)}`;
  return kind === "calendar" && times > 1 ? `${times} períodos; o próximo: ${stretch(from, to)}` : stretch(from, to);
}

/** "2 atendimentos já marcados nesse dia continuam. " */
export function stillBooked(booked: number, where: string): string {
  return booked === 1
    ? `1 atendimento já marcado ${where} continua. `
    : `${booked} atendimentos já marcados ${where} continuam. `;
}

/** Said once after the redirect; `?feito=`. */
const done: Record<string, string> = {
  ausencia: "Novos horários pausados.",
  volta: "Novos horários abertos de novo.",
  bloqueio: "Horas tiradas de venda.",
  pausa: "Pausa guardada.",
  ferias: "Férias guardadas.",
  liberacao: "Horas de volta à venda.",
  dia: "Dia guardado.",
  normal: "O dia voltou a seguir a semana.",
};

export function doneWords(code: string | undefined): string | undefined {
  return code === undefined ? undefined : done[code];
}

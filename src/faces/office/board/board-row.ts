import { minutesBetween } from "../../../platform/time/durations.ts";
import { agentLateFrom, placeOf, type Room } from "../../../rooms/room.ts";
import type { AgendaRow } from "../../../scheduling/appointments/scheduling-reads.ts";
import { type SittingOutcome, sittingWords } from "../../sitting-outcome.ts";
import type { Tone } from "../../ui/components.tsx";

export type BoardState = { words: string; tone: Tone | "idle"; late: "agent" | "applicant" | "overrun" | undefined };

/** Where an appointment of the day stands, for who runs the office: pure, by the room's facts and the hour. */
export function boardState(
  row: AgendaRow,
  room: Room | undefined,
  outcome: SittingOutcome | undefined,
  now: Date,
  agentLateMinutes: number,
): BoardState {
  const state = (words: string, tone: BoardState["tone"], late?: BoardState["late"]): BoardState => ({
    words,
    tone,
    late,
  });
  if (outcome) return state(sittingWords[outcome].words, sittingWords[outcome].tone);
  if (row.status === "released") return state("Liberado", "idle");
  if (row.siteName !== null)
    return now < row.startsAt ? state(`Presencial, ${row.siteName}`, "idle") : state("Presencial, a registrar", "info");
  if (room?.closedAt) return state("Encerrado", "idle");
  const place = room ? placeOf(room) : "none";
  const past = minutesBetween(row.startsAt, now);
  if (place === "admitted") {
    const over = minutesBetween(row.endsAt, now);
    return over > 0 ? state(`Em atendimento, passou ${over} min`, "warn", "overrun") : state("Em atendimento", "ok");
  }
  if (place === "refused") return state("Entrada recusada", "warn");
  if (place === "waiting") {
    const lateFrom = room && agentLateFrom(room, agentLateMinutes);
    if (lateFrom && now >= lateFrom) {
      const waited = minutesBetween(lateFrom, now) + agentLateMinutes;
      return state(`Agente atrasado ${waited} min`, "error", "agent");
    }
    return state("Na sala de espera", "info");
  }
  if (past > 0) return state(`Titular atrasado ${past} min`, "warn", "applicant");
  return state("Marcado", "idle");
}

import type { Outcome } from "../proofing/outcome.ts";
import type { SittingFacts } from "../proofing/sitting-reads.ts";
import { tookPlace } from "../rooms/room.ts";
import type { AgendaRow } from "../scheduling/appointments/scheduling-reads.ts";
import type { Tone } from "./ui/components.tsx";

/** What came of an appointment, for every page that lists them. */
export type SittingOutcome =
  | Outcome
  | "irregular"
  | "verifying"
  | "undecided"
  | "applicant-absent"
  | "agent-absent"
  | "visited";

/** In the words of the AR's own people, and in the holder's: theirs accuse nobody. */
export const sittingWords: Record<SittingOutcome, { words: string; holder: string; tone: Tone | "idle" }> = {
  approved: { words: "Aprovado", holder: "Aprovado", tone: "ok" },
  refused: { words: "Recusado", holder: "Não aprovado", tone: "error" },
  pending: { words: "Pendente", holder: "Pendente", tone: "warn" },
  irregular: { words: "Irregular", holder: "Em análise", tone: "error" },
  verifying: { words: "Em verificação", holder: "Em conferência", tone: "info" },
  undecided: { words: "Encerrado sem decisão", holder: "Sem resultado", tone: "error" },
  "applicant-absent": { words: "Titular faltou", holder: "Você não veio", tone: "warn" },
  "agent-absent": { words: "Agente faltou", holder: "Ninguém atendeu", tone: "error" },
  visited: { words: "Compareceu", holder: "Você compareceu", tone: "ok" },
};

/** undefined while it is to come, or runs. `sitting`: what its room and its proofing say; undefined without a room. */
export function sittingOutcome(
  row: Pick<AgendaRow, "releasedReason" | "siteName">,
  sitting: SittingFacts | undefined,
): SittingOutcome | undefined {
  if (sitting?.irregular) return "irregular";
  if (sitting?.outcome) return sitting.outcome;
  if (sitting?.validated) return "verifying";
  if (row.releasedReason === "applicant-no-show") return "applicant-absent";
  if (row.releasedReason === "agent-no-show") return "agent-absent";
  if (row.siteName !== null) return row.releasedReason === "attended" ? "visited" : undefined;
  const over = row.releasedReason === "undecided" || row.releasedReason === "attended";
  return over || tookPlace(sitting?.closedReason ?? null) ? "undecided" : undefined;
}

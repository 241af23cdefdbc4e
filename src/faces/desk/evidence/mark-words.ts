import type { ScriptStep } from "../../../catalog/rule-pack.ts";
import type { AnswerOutcome } from "../../../proofing/questions.ts";
import type { MarkedAct, SittingMark } from "../../../proofing/replay/sitting-marks.ts";
import { companyWords } from "../../staff/act-words.ts";
import type { Tone } from "../../ui/components.tsx";

export const answerWords: Record<AnswerOutcome, string> = { right: "Certo", wrong: "Errado", "not-heard": "Não ouvi" };
export const answerTones: Record<AnswerOutcome, Tone> = { right: "ok", wrong: "error", "not-heard": "warn" };

/** Which colour a mark has on the line. */
export type MarkKind = "door" | "step" | "question" | "capture" | "pause" | "break" | "people";

const kinds: Record<MarkedAct, MarkKind> = {
  "applicant.admitted": "door",
  "applicant.put-back": "door",
  "consent.given": "capture",
  "session.voided": "break",
  "proofing.started": "step",
  "proofing.step-completed": "step",
  "proofing.questions-drawn": "question",
  "proofing.question-answered": "question",
  "still.received": "capture",
  "room.paused": "pause",
  "room.resumed": "pause",
  "company.seen": "people",
  "company.gone": "people",
  "camera.came": "door",
  "interpreter.came": "people",
  "room.passed-on": "door",
  "proofing.validated": "step",
};
export const markKind = ({ act }: SittingMark): MarkKind => kinds[act];

const stills: Record<string, string> = {
  face: "rosto",
  "document-front": "frente do documento",
  "document-back": "verso do documento",
};

/** What a mark says; `positions` are the places of the drawn questions by their key. */
export function markWords(
  { act, details, by }: SittingMark,
  steps: readonly ScriptStep[],
  positions: ReadonlyMap<string, number>,
): string {
  const text = (name: string) => String(details[name] ?? "");
  switch (act) {
    case "applicant.admitted":
      return "Titular admitido";
    case "applicant.put-back":
      return "Titular de volta à espera";
    case "consent.given":
      return "Consentimento tocado";
    case "session.voided":
      return `Sessão anulada: interrupção de ${Math.round(Number(details["gapMs"] ?? 0) / 1000)} s`;
    case "proofing.started":
      return "Roteiro iniciado";
    case "proofing.step-completed":
      return `Passo concluído: ${steps.find(({ key }) => key === text("step"))?.title ?? text("step")}`;
    case "proofing.questions-drawn":
      return "Perguntas sorteadas";
    case "proofing.question-answered": {
      const outcome = answerWords[text("outcome") as AnswerOutcome] ?? text("outcome");
      return `Pergunta ${positions.get(text("question")) ?? "?"}: ${outcome.toLowerCase()}`;
    }
    case "still.received":
      return `Captura: ${stills[text("kind")] ?? text("kind")}`;
    case "room.paused":
      return `Pausa: ${text("reason")}`;
    case "room.resumed":
      return "Fim da pausa";
    case "company.seen":
      return companyWords.seen;
    case "company.gone":
      return companyWords.gone;
    case "camera.came":
      return "Celular como câmera do documento";
    case "interpreter.came":
      return "Intérprete entrou";
    case "room.passed-on":
      return "Outro agente continuou";
    case "proofing.validated":
      return `Decisão do agente${by && ` ${by}`}`;
  }
}

/** "2:05", "1:02:05". */
export function lineTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

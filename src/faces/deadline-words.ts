import { dayMs, hourMs, minuteMs } from "../platform/time/durations.ts";
import type { Deadline, DeadlineKind } from "../watch/deadlines/deadline.ts";
import type { Tone } from "./ui/components.tsx";

export const deadlineNames: Record<DeadlineKind, string> = {
  payment: "Pagar o pedido",
  validation: "Fazer a videoconferência",
  verification: "Segunda conferência",
  issue: "Emitir o certificado",
  "media-delivery": "Receber o cartão ou token",
  "certificate-expiry": "Certificado vence",
};

export const deadlineOwnerNames = { holder: "Titular", verifier: "Verificador", authority: "AR" } as const;

/** "faltam 3 dias", "faltam 2 h", "faltam 12 min", "venceu". Rounded down: a promise is never too long. */
export function leftWords(dueAt: Date, now: Date): string {
  const left = dueAt.getTime() - now.getTime();
  if (left <= 0) return "venceu";
  const [days, hours] = [Math.floor(left / dayMs), Math.floor(left / hourMs)];
  if (days >= 2) return `faltam ${days} dias`;
  if (hours >= 1) return hours === 1 ? "falta 1 h" : `faltam ${hours} h`;
  return `faltam ${Math.floor(left / minuteMs)} min`;
}

export function clockTone({ dueAt, warnAt }: Pick<Deadline, "dueAt" | "warnAt">, now: Date): Tone | "idle" {
  if (dueAt <= now) return "error";
  return warnAt.some((at) => at <= now) ? "warn" : "idle";
}

import { z } from "zod";

export const handOverReasonMax = 300;

export const passOnForm = z.object({
  agentId: z.uuid("Escolha quem continua."),
  ciente: z.literal("sim").optional(),
  reason: z.string().trim().min(1, "Escreva o motivo: quem recebe vai ler.").max(handOverReasonMax),
});
export const withdrawalForm = z.object({ handOverId: z.uuid() });
export const declineForm = z.object({
  answer: z.string().trim().min(1, "Escreva por que não: quem passou vai ler.").max(handOverReasonMax),
});

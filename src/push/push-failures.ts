import { defineFailures } from "../platform/failures/failure.ts";

/** Refusals of the call that rings. */
export const PushFailure = defineFailures({
  "push-refused": {
    status: 422,
    title: "Este navegador não pode receber o aviso.",
    advice: "Deixe a página da sala aberta: ela toca quando o agente chamar.",
  },
});

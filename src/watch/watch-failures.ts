import { defineFailures } from "../platform/failures/failure.ts";

/** Refusals of what the watch found, and of the tasks it gives. */
export const WatchFailure = defineFailures({
  "job-must-run": {
    status: 409,
    title: "Isto só acaba quando o sistema conseguir: nenhuma pessoa faz no lugar dele.",
    advice: "Use “Tentar de novo”. Se falhar outra vez, chame quem cuida do servidor e mostre o detalhe técnico.",
  },
  "lateness-settled": {
    status: 409,
    title: "Isto já foi resolvido.",
    advice: "Recarregue a página para ver como ficou.",
  },
  "offer-over": {
    status: 409,
    title: "Esta oferta de horários não vale mais.",
    advice: "Abra a página do pedido para ver o horário marcado ou escolher outro.",
  },
  "task-done": { status: 409, title: "Esta tarefa já foi concluída.", advice: "Recarregue a lista." },
});

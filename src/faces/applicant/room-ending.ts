import type { ProofingProgress } from "../../proofing/proofing-views.ts";
import type { Room } from "../../rooms/room.ts";
import type { Ending } from "./room-view.tsx";

/** What the room says when it is over: approved, something lacking, being decided, or nobody came. */
export function endingOf(room: Room, progress: ProofingProgress): Ending {
  const orderPage = `/pedido/${room.orderNumber}`;
  const panel = { button: "Ver meu pedido", href: orderPage };
  if (progress.state === "decided" && progress.outcome === "approved")
    return {
      title: "Sua identidade foi confirmada",
      words: "Deu tudo certo na videoconferência.",
      next: "O próximo passo é a emissão do certificado, na página do pedido.",
      ...panel,
    };
  if (progress.state === "decided")
    return { title: "Ainda não foi desta vez", words: progress.words, next: progress.cure, ...panel };
  if (room.closedReason === "nobody-came")
    return {
      title: "A sala fechou sem atendimento",
      words: "O horário passou e a videoconferência não aconteceu.",
      next: "Escolha outro horário. Você não paga de novo.",
      button: "Escolher outro horário",
      href: `${orderPage}/horario`,
    };
  return {
    title: "A videoconferência terminou",
    words: "Sua câmera e seu microfone estão desligados.",
    next:
      progress.state === "awaiting-verification"
        ? "Uma segunda pessoa confere a gravação. O resultado chega por e-mail; você não precisa esperar aqui."
        : "O resultado e o próximo passo aparecem na página do pedido e chegam por e-mail. Você não precisa esperar aqui.",
    ...panel,
  };
}

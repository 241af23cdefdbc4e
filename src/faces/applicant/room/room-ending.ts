import { orderPath, orderSlotPath } from "../../../contract/holder-addresses.ts";
import type { ProofingProgress } from "../../../proofing/proofing-reads.ts";
import type { Room } from "../../../rooms/room.ts";
import { formatDayAndTime } from "../../ui/dates.ts";
import type { Ending } from "./room-view.tsx";

/** What the room says when it is over: approved, something lacking, being decided, or nobody came. */
export function endingOf(room: Room, progress: ProofingProgress): Ending {
  const orderPage = orderPath(room.orderNumber);
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
  if (progress.state === "lapsed")
    return {
      title: "A videoconferência ficou sem resultado",
      words: "A AR não registrou o resultado a tempo. A falha foi nossa.",
      next: "Escolha outro horário. Você não paga de novo.",
      button: "Escolher outro horário",
      href: orderSlotPath(room.orderNumber),
    };
  if (room.closedReason === "nobody-came")
    return {
      title: "A sala fechou sem atendimento",
      words: "O horário passou e a videoconferência não aconteceu.",
      next: "Escolha outro horário. Você não paga de novo.",
      button: "Escolher outro horário",
      href: orderSlotPath(room.orderNumber),
    };
  return {
    title: "A videoconferência terminou",
    words: "Sua câmera e seu microfone estão desligados.",
    next:
      progress.state === "awaiting-verification"
        ? "Uma segunda pessoa confere a gravação. O resultado chega por e-mail; você não precisa esperar aqui."
        : progress.state === "undecided"
          ? `A AR registra o resultado, e ele chega por e-mail. Se não houver resultado até ${formatDayAndTime(progress.lapsesAt)}, você escolhe outro horário, sem custo.`
          : "O resultado e o próximo passo aparecem na página do pedido e chegam por e-mail. Você não precisa esperar aqui.",
    ...panel,
  };
}

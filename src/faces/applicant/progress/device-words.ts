import type { Shipment } from "../../../shipping/shipment.ts";
import type { Task } from "../../ui/components.tsx";

export const shipmentWords = ({ carrier, trackingCode }: Shipment): string => `${carrier}, código ${trackingCode}`;

/**
 * Said wherever the holder of a card or token looks for the button that issues: their certificate is not made on this
 * page.
 */
export const deviceHonesty = "A emissão em cartão ou token será feita com o assistente; a AR vai orientar você.";

/** The panel's row while the certificate waits for its card or token. */
export function deviceState(shipment: Shipment | undefined): Pick<Task, "status" | "tone" | "hint"> {
  if (!shipment) return { status: "Esperando a mídia", tone: "idle" };
  if (shipment.deliveredAt) return { status: "Mídia entregue", tone: "info", hint: "A AR vai orientar a emissão" };
  return { status: "Mídia enviada", tone: "info", hint: shipmentWords(shipment) };
}

/** What the panel and the issuance page say of it. */
export function deviceStep(shipment: Shipment | undefined): { title: string; words: string } {
  if (!shipment)
    return {
      title: "Espere o cartão ou token chegar",
      words: "Sua identidade foi confirmada. Avisamos por e-mail quando a mídia sair, com o código de rastreio.",
    };
  if (shipment.deliveredAt)
    return { title: "Sua mídia foi entregue", words: `${deviceHonesty} Se ela não chegou, fale com a AR.` };
  return {
    title: "Sua mídia está a caminho",
    words: `${shipmentWords(shipment)}. Guarde a embalagem fechada até a AR orientar a emissão.`,
  };
}

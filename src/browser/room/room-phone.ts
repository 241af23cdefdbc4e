import * as roomIds from "../../contract/page-ids/room-ids.ts";
import { apiRoomCameraPassPath } from "../../contract/program-addresses.ts";
import { byId } from "../tab/by-id.ts";
import { Refused, refusalIn } from "../tab/refused.ts";
import { told } from "../tab/told.ts";

/** Asks for a pass and shows it as a code; the phone that reads it becomes the document camera of this call. */
export async function showPhoneCode(roomId: string): Promise<void> {
  const words = byId(roomIds.phoneState);
  const code = byId<HTMLImageElement>(roomIds.phoneCode);
  try {
    const response = await fetch(apiRoomCameraPassPath(roomId), { method: "POST" });
    const said: unknown = await response.json();
    if (!response.ok) throw refusalIn(said) ?? new Error(`camera-pass answered ${response.status}`);
    const answer = said as { svg: string; url: string };
    code.src = `data:image/svg+xml;base64,${btoa(answer.svg)}`;
    told(code).url = answer.url;
    code.hidden = false;
    words.textContent = "Aponte a câmera do celular para o código e abra o endereço.";
  } catch (error) {
    code.hidden = true;
    words.textContent = error instanceof Refused ? error.message : "Sem conexão. Tente de novo.";
  }
}

/** The phone came or went. */
export function showPhone(connected: boolean): void {
  const code = byId<HTMLImageElement>(roomIds.phoneCode);
  if (connected) code.hidden = true;
  const words = byId(roomIds.phoneState);
  const here = "O celular está conectado. Ele mostra o documento; o rosto continua nesta câmera.";
  if (connected) words.textContent = here;
  else if (words.textContent === here) words.textContent = "O celular saiu. Mostre outro código para voltar a usá-lo.";
}

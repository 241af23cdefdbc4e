import * as callIds from "../../contract/page-ids/call-ids.ts";
import { apiRoomInterpreterPassPath } from "../../contract/program-addresses.ts";
import { sayBriefly } from "../tab/brief-words.ts";
import { Refused, refusalIn } from "../tab/refused.ts";

/** The agent's invitation of an interpreter: asked for without leaving the call, and handed on by copy or by mail. */
const byId = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
const clock = new Intl.DateTimeFormat("pt-BR", { hour: "2-digit", minute: "2-digit" });

export function openInterpreterInvitation(roomId: string): void {
  const dialog = byId<HTMLDialogElement>(callIds.inviteDialog);
  const address = byId<HTMLInputElement>(callIds.inviteAddress);
  const name = byId<HTMLInputElement>(callIds.inviteName);

  async function invite(): Promise<void> {
    const response = await fetch(apiRoomInterpreterPassPath(roomId), {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ name: name.value.trim() }),
    });
    const answer = (await response.json()) as { url: string; expiresAt: string; title: string; detail: string };
    if (!response.ok) throw refusalIn(answer) ?? new Error("no invitation");
    address.value = answer.url;
    byId(callIds.inviteUntil).textContent =
      `Vale até as ${clock.format(new Date(answer.expiresAt))} e abre em um só navegador.`;
    const words = `Olá, ${name.value.trim()}. Para interpretar a videoconferência, abra: ${answer.url}`;
    byId<HTMLAnchorElement>(callIds.inviteMail).href =
      `mailto:?subject=${encodeURIComponent("Convite para interpretar")}&body=${encodeURIComponent(words)}`;
    ready(true);
    address.select();
  }

  function ready(is: boolean): void {
    byId(callIds.inviteForm).hidden = is;
    byId(callIds.inviteReady).hidden = !is;
    byId(callIds.inviteCopied).textContent = "";
    if (!is) name.value = "";
  }

  byId(callIds.invite).addEventListener("click", () => dialog.showModal());
  byId(callIds.inviteAnother).addEventListener("click", () => ready(false));
  byId(callIds.inviteCopy).addEventListener("click", async () => {
    address.select();
    // Where the browser keeps the clipboard shut, the address stands selected to be copied by hand.
    const copied = await navigator.clipboard.writeText(address.value).then(
      () => true,
      () => false,
    );
    sayBriefly(byId(callIds.inviteCopied), copied ? "Copiado." : "Copie o endereço marcado.");
  });
  byId(callIds.inviteForm).addEventListener("submit", (event) => {
    event.preventDefault();
    byId(callIds.inviteTrouble).textContent = "";
    invite().catch((error: unknown) => {
      byId(callIds.inviteTrouble).textContent =
        error instanceof Refused ? error.message : "Sem conexão com o servidor. Tente de novo.";
    });
  });
}

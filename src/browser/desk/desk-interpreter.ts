import { apiRoomInterpreterPassPath } from "../../contract/program-addresses.ts";
import { sayBriefly } from "../tab/brief-words.ts";
import { Refused, refusalIn } from "../tab/refused.ts";

/** The agent's invitation of an interpreter: asked for without leaving the call, and handed on by copy or by mail. */
const byId = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
const clock = new Intl.DateTimeFormat("pt-BR", { hour: "2-digit", minute: "2-digit" });

export function openInterpreterInvitation(roomId: string): void {
  const dialog = byId<HTMLDialogElement>("convite-interprete");
  const address = byId<HTMLInputElement>("convite-endereco");
  const name = byId<HTMLInputElement>("convite-nome");

  async function invite(): Promise<void> {
    const response = await fetch(apiRoomInterpreterPassPath(roomId), {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ name: name.value.trim() }),
    });
    const answer = (await response.json()) as { url: string; expiresAt: string; title: string; detail: string };
    if (!response.ok) throw refusalIn(answer) ?? new Error("no invitation");
    address.value = answer.url;
    byId("convite-validade").textContent =
      `Vale até as ${clock.format(new Date(answer.expiresAt))} e abre em um só navegador.`;
    const words = `Olá, ${name.value.trim()}. Para interpretar a videoconferência, abra: ${answer.url}`;
    byId<HTMLAnchorElement>("convite-email").href =
      `mailto:?subject=${encodeURIComponent("Convite para interpretar")}&body=${encodeURIComponent(words)}`;
    ready(true);
    address.select();
  }

  function ready(is: boolean): void {
    byId("convite-forma").hidden = is;
    byId("convite-pronto").hidden = !is;
    byId("convite-copiado").textContent = "";
    if (!is) name.value = "";
  }

  byId("convidar-interprete").addEventListener("click", () => dialog.showModal());
  byId("convite-outro").addEventListener("click", () => ready(false));
  byId("convite-copiar").addEventListener("click", async () => {
    address.select();
    // Where the browser keeps the clipboard shut, the address stands selected to be copied by hand.
    const copied = await navigator.clipboard.writeText(address.value).then(
      () => true,
      () => false,
    );
    sayBriefly(byId("convite-copiado"), copied ? "Copiado." : "Copie o endereço marcado.");
  });
  byId("convite-forma").addEventListener("submit", (event) => {
    event.preventDefault();
    byId("convite-problema").textContent = "";
    invite().catch((error: unknown) => {
      byId("convite-problema").textContent =
        error instanceof Refused ? error.message : "Sem conexão com o servidor. Tente de novo.";
    });
  });
}

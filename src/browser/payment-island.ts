// Looks every few seconds whether the Pix arrived and then goes on by itself; copies the code at a press.

import * as islandIds from "../contract/page-ids/island-ids.ts";
import { sayBriefly } from "./tab/brief-words.ts";
import { telling, told } from "./tab/told.ts";

const page = document.querySelector<HTMLElement>(telling("paymentState"));
const lookEvery = 3000;

async function look(): Promise<void> {
  const address = told(page).paymentState;
  const next = told(page).paymentNext;
  if (!address || !next) return;
  try {
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    // The sign-in ended: loading again leads to the page of number and CPF, and from there back here.
    if (answer.status === 401) return location.reload();
    const state = (await answer.json()) as { paid?: boolean };
    if (state.paid) {
      location.assign(next);
      return;
    }
  } catch {
    // Offline for a moment: the next look tells.
  }
  setTimeout(look, document.hidden ? lookEvery * 5 : lookEvery);
}

const copy = document.querySelector<HTMLButtonElement>(telling("copy"));
const code = document.getElementById(islandIds.pixCode) as HTMLTextAreaElement | null;
const said = document.querySelector<HTMLElement>(telling("copySays"));
copy?.removeAttribute("hidden");
copy?.addEventListener("click", async () => {
  code?.select();
  try {
    await navigator.clipboard.writeText(code?.value ?? "");
    if (said) sayBriefly(said, "Código copiado. Cole no aplicativo do seu banco.");
  } catch {
    if (said) sayBriefly(said, "O código está selecionado: copie com o menu do aparelho.");
  }
});

setTimeout(look, lookEvery);

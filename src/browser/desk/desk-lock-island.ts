/**
 * The desk locks after some minutes in which nobody touched it, and a sign-in may end in the middle of work: both are
 * answered by a dialog over the page that is open. What was typed stays, and a running call continues under it.
 */

import { deskActivityPath, deskSignInKeyPath, deskSignInPath, deskUnlockPath } from "../../contract/desk-addresses.ts";
import * as deskIds from "../../contract/page-ids/desk-ids.ts";
import { speakPlainly } from "../tab/plain-validity.ts";
import { refusalIn } from "../tab/refused.ts";
import { told } from "../tab/told.ts";
import { passkeyCredential, passkeyWords, postPasskey } from "./desk-passkey.ts";

type State = "whole" | "locked" | "none";
const lookEveryMs = 15_000;
const tellEveryMs = 30_000;
const byId = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
const dialog = byId<HTMLDialogElement>(deskIds.lock);
const trouble = byId(deskIds.lockTrouble);
let toldAt = performance.now();

/** A hand at the page, told at most twice a minute; looks that the page makes by itself are none. */
function touched(): void {
  if (dialog.open || performance.now() - toldAt < tellEveryMs) return;
  toldAt = performance.now();
  void fetch(deskActivityPath(), { method: "POST" }).then(
    (answer) => {
      if (answer.status === 401) void look();
    },
    () => undefined,
  );
}

async function look(): Promise<void> {
  const answer = await fetch(deskActivityPath(), { headers: { accept: "application/json" } });
  if (!answer.ok) return;
  const { state, passkey } = (await answer.json()) as { state: State; passkey: boolean };
  told(dialog).passkeys = passkey ? "sim" : "nao";
  if (state !== "whole") {
    if (!dialog.open) ask(state);
  } else if (dialog.open) leave();
  // The desk was unlocked in another window meanwhile: what was refused here is asked again.
  else dispatchEvent(new Event("desk-signed-in"));
}

function ask(state: State): void {
  told(dialog).state = state;
  byId(deskIds.lockTitle).textContent = state === "locked" ? "A mesa foi bloqueada" : "Sua sessão terminou";
  byId(deskIds.lockText).textContent =
    state === "locked"
      ? "Ninguém mexeu aqui por alguns minutos. Entre de novo para continuar de onde parou; nada se perdeu."
      : "Entre de novo aqui mesmo: a página, o que você digitou e a chamada continuam.";
  byId(deskIds.lockEmailField).hidden = state === "locked";
  byId(deskIds.lockPasskey).hidden = state !== "locked" || told(dialog).passkeys !== "sim";
  if (!dialog.open) dialog.showModal();
}

function leave(): void {
  byId<HTMLInputElement>(deskIds.lockPassword).value = "";
  trouble.textContent = "";
  dialog.close();
  toldAt = performance.now();
  dispatchEvent(new Event("desk-signed-in"));
}

async function byPassword(): Promise<void> {
  const isLocked = told(dialog).state === "locked";
  const body = new URLSearchParams({ password: byId<HTMLInputElement>(deskIds.lockPassword).value });
  if (!isLocked) body.set("email", byId<HTMLInputElement>(deskIds.lockEmail).value);
  const answer = await fetch(isLocked ? deskUnlockPath() : deskSignInPath(), {
    method: "POST",
    body,
    headers: { accept: "application/json" },
  });
  const said =
    answer.status === 204 ? {} : ((await answer.json()) as { title?: string; detail?: string; options?: unknown });
  if (!answer.ok) throw refusalIn(said) ?? new Error(`answered ${answer.status}`);
  if (said.options) await postPasskey(await passkeyCredential(said.options));
  leave();
}

async function byPasskey(): Promise<void> {
  const answer = await fetch(deskSignInKeyPath(), { headers: { accept: "application/json" } });
  const said = (await answer.json()) as { title?: string; detail?: string; options?: unknown };
  if (!answer.ok) throw refusalIn(said) ?? new Error(`answered ${answer.status}`);
  await postPasskey(await passkeyCredential(said.options));
  leave();
}

async function attempt(act: () => Promise<void>): Promise<void> {
  trouble.textContent = "";
  try {
    await act();
  } catch (error) {
    trouble.textContent = passkeyWords(error);
  }
}

speakPlainly();
// On a phone the sections are one line that scrolls: the one that is open stands in sight.
const sections = document.querySelector<HTMLElement>(".masthead nav");
const open = sections?.querySelector<HTMLElement>("[aria-current]");
if (sections && open) sections.scrollLeft = open.offsetLeft - (sections.clientWidth - open.offsetWidth) / 2;
byId(deskIds.lockForm).addEventListener("submit", (event) => {
  event.preventDefault();
  void attempt(byPassword);
});
byId(deskIds.lockPasskey).addEventListener("click", () => void attempt(byPasskey));
// Escape must not open a locked desk.
dialog.addEventListener("cancel", (event) => event.preventDefault());
addEventListener("desk-signed-out", () => void look());
for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"])
  addEventListener(kind, touched, { passive: true });
// A look that fails is made again by the next.
const lookAgain = () => void look().catch(() => undefined);
setInterval(lookAgain, lookEveryMs);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && lookAgain());

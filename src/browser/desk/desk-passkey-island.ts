/** Passkeys on the sign-in and account pages. */

import { deskAccountKeysOfferPath, deskAccountKeysPath, deskPath } from "../../contract/desk-addresses.ts";
import * as deskIds from "../../contract/page-ids/desk-ids.ts";
import { openAgain } from "../tab/own-address.ts";
import { creationOptions, credentialJson, type PasskeyLike } from "../tab/passkey-json.ts";
import { telling, told } from "../tab/told.ts";
import {
  passkeyCredential,
  passkeyPatience,
  passkeyWords,
  postJson,
  postPasskey,
  requirePasskeys,
} from "./desk-passkey.ts";

const place = document.querySelector<HTMLElement>(telling("passkey"));
const trouble = place?.querySelector<HTMLElement>(telling("passkeyTrouble"));

async function signIn(place: HTMLElement): Promise<void> {
  await postPasskey(await passkeyCredential(JSON.parse(told(place).options ?? "{}")));
  location.assign(told(place).after ?? deskPath());
}

async function register(place: HTMLElement): Promise<void> {
  requirePasskeys();
  const options = (await (await postJson(deskAccountKeysOfferPath(), {})).json()) as Record<string, unknown>;
  const publicKey = creationOptions(options);
  const credential = (await navigator.credentials.create({
    publicKey,
    signal: passkeyPatience(),
  })) as PasskeyLike | null;
  if (!credential) throw new DOMException("", "NotAllowedError");
  const name = place.querySelector("input")?.value ?? "";
  await postJson(deskAccountKeysPath(), { name, response: credentialJson(credential) });
  openAgain();
}

if (place) {
  const act = told(place).passkey === "register" ? register : signIn;
  const button = place.querySelector<HTMLButtonElement>(`#${deskIds.createKey}, #${deskIds.useKey}`);
  button?.addEventListener("click", async () => {
    button.disabled = true;
    if (trouble) trouble.textContent = "";
    try {
      await act(place);
    } catch (error) {
      if (trouble) trouble.textContent = passkeyWords(error);
      button.disabled = false;
    }
  });
}

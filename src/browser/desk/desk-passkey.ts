import { deskSignInKeyPath } from "../../contract/desk-addresses.ts";
import { credentialJson, isPasskeyRefusal, type PasskeyLike, requestOptions } from "../tab/passkey-json.ts";
import { Refused, refusalIn } from "../tab/refused.ts";

/** Refuses where neither the browser nor a password manager in it has passkeys. */
export function requirePasskeys(): void {
  if (typeof navigator.credentials?.get === "function" && typeof navigator.credentials.create === "function") return;
  throw new Refused(
    "no-passkeys",
    "Este navegador não tem chaves de acesso. Use uma versão atual do Chrome, Edge, Firefox ou Safari.",
  );
}

export async function postJson(address: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json", accept: "application/json" };
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (response.ok) return response;
  throw refusalIn(await response.json()) ?? new Error(`${address} answered ${response.status}`);
}

/** What went wrong, for the reader: the browser's own errors are in English and say little. */
export function passkeyWords(error: unknown): string {
  if (isPasskeyRefusal(error) && error.name === "InvalidStateError") return "Este aparelho já tem uma chave sua.";
  if (isPasskeyRefusal(error)) return "A chave não foi usada. Toque no botão para tentar de novo.";
  if (error instanceof Refused) return error.message;
  return "Não foi possível falar com o servidor. Confira a conexão e toque no botão para tentar de novo.";
}

/** If the person never answers the browser's question, the button works again after this. */
export const passkeyPatience = (): AbortSignal => AbortSignal.timeout(120_000);

/** The person confirms by the key for these options (JSON of `navigator.credentials.get`). */
export async function passkeyCredential(options: unknown): Promise<PasskeyLike> {
  requirePasskeys();
  const publicKey = requestOptions(options as Record<string, unknown>);
  const credential = (await navigator.credentials.get({
    publicKey,
    signal: passkeyPatience(),
  })) as PasskeyLike | null;
  if (!credential) throw new DOMException("", "NotAllowedError");
  return credential;
}

export async function postPasskey(credential: PasskeyLike): Promise<void> {
  await postJson(deskSignInKeyPath(), credentialJson(credential));
}

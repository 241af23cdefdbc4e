/** The browser's own JSON forms of a passkey, no library. */
type Parser = typeof PublicKeyCredential & {
  parseCreationOptionsFromJSON(options: unknown): PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON(options: unknown): PublicKeyCredentialRequestOptions;
};

export function passkeyParser(): Parser {
  if (typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential)
    return PublicKeyCredential as Parser;
  throw new Error("Este navegador não tem chaves de acesso. Use uma versão atual do Chrome, Edge, Firefox ou Safari.");
}

export async function postJson(address: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json", accept: "application/json" };
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (response.ok) return response;
  const { title, detail } = (await response.json()) as { title: string; detail: string };
  throw new Error(`${title} ${detail}`);
}

/** What went wrong, for the reader: the browser's own errors are in English and say little. */
export function passkeyWords(error: unknown): string {
  if (error instanceof DOMException && error.name === "InvalidStateError") return "Este aparelho já tem uma chave sua.";
  if (error instanceof DOMException) return "A chave não foi usada. Toque no botão para tentar de novo.";
  if (error instanceof TypeError) return "Sem conexão com o servidor. Tente de novo.";
  return error instanceof Error ? error.message : String(error);
}

/** The person confirms by the key for these options (JSON of `navigator.credentials.get`). */
export async function passkeyCredential(options: unknown): Promise<PublicKeyCredential> {
  const publicKey = passkeyParser().parseRequestOptionsFromJSON(options);
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential | null;
  if (!credential) throw new DOMException("", "NotAllowedError");
  return credential;
}

export async function postPasskey(credential: PublicKeyCredential): Promise<void> {
  await postJson("/desk/entrar/chave", credential.toJSON());
}

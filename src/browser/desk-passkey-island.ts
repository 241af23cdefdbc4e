/** Passkeys on the sign-in and account pages: the browser's own JSON forms, no library. */
type Parser = typeof PublicKeyCredential & {
  parseCreationOptionsFromJSON(options: unknown): PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON(options: unknown): PublicKeyCredentialRequestOptions;
};

const place = document.querySelector<HTMLElement>("[data-passkey]");
const trouble = place?.querySelector<HTMLElement>("[data-passkey-trouble]");

async function post(address: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json", accept: "application/json" };
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (response.ok) return response;
  const { title, detail } = (await response.json()) as { title: string; detail: string };
  throw new Error(`${title} ${detail}`);
}

/** What went wrong, for the reader: the browser's own errors are in English and say little. */
function wordsFor(error: unknown): string {
  if (error instanceof DOMException && error.name === "InvalidStateError") return "Este aparelho já tem uma chave sua.";
  if (error instanceof DOMException) return "A chave não foi usada. Toque no botão para tentar de novo.";
  return error instanceof Error ? error.message : String(error);
}

function parser(): Parser {
  if (typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential)
    return PublicKeyCredential as Parser;
  throw new Error("Este navegador não tem chaves de acesso. Use uma versão atual do Chrome, Edge, Firefox ou Safari.");
}

async function signIn(place: HTMLElement): Promise<void> {
  const publicKey = parser().parseRequestOptionsFromJSON(JSON.parse(place.dataset["options"] ?? "{}"));
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential | null;
  if (!credential) throw new DOMException("", "NotAllowedError");
  await post("/desk/entrar/chave", credential.toJSON());
  location.assign(place.dataset["after"] ?? "/desk");
}

async function register(place: HTMLElement): Promise<void> {
  const options: unknown = await (await post("/desk/conta/chaves/oferta", {})).json();
  const publicKey = parser().parseCreationOptionsFromJSON(options);
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential | null;
  if (!credential) throw new DOMException("", "NotAllowedError");
  const name = place.querySelector("input")?.value ?? "";
  await post("/desk/conta/chaves", { name, response: credential.toJSON() });
  location.reload();
}

if (place) {
  const act = place.dataset["passkey"] === "register" ? register : signIn;
  const button = place.querySelector<HTMLButtonElement>("#criar-chave, #usar-chave");
  button?.addEventListener("click", async () => {
    button.disabled = true;
    if (trouble) trouble.textContent = "";
    try {
      await act(place);
    } catch (error) {
      if (trouble) trouble.textContent = wordsFor(error);
      button.disabled = false;
    }
  });
}

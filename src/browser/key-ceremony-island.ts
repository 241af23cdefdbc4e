import { certificateIsOf, certificateRequest, makeProvenFile, newKeyPair, signAgreement } from "./key-ceremony.ts";
import { passwordFits } from "./key-ceremony-file.ts";
import { forgetCeremony, type KeptCeremony, keepCeremony, keptCeremony } from "./key-ceremony-store.ts";

// The emission page: the server says how far the order is, the browser's store says whether the key is here.

type Issued = { certificate: string; chain: string[]; agreement: string; agreementSigned: boolean };
type Section = "comecar" | "termo" | "senha" | "arquivo" | "sem-chave" | "apagada";

const page = byId("emissao");
const order = page.dataset["order"] ?? "";
const base = `/pedido/${order}/emissao`;
let kept: KeptCeremony | undefined;
let certificates: [Uint8Array, ...Uint8Array[]] | undefined;
let agreement = "";

function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found as T;
}

const from64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const to64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** Refusals of the server in its own words. */
class Refused extends Error {
  readonly code: string;
  constructor(code: string, words: string) {
    super(words);
    this.code = code;
  }
}

async function ask<T>(path: string, body?: unknown): Promise<T> {
  const headers = { accept: "application/json", "content-type": "application/json" };
  const post = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(`${base}/${path}`, post);
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.code, `${said.title} ${said.detail ?? ""}`);
  return said as T;
}

function show(section: Section): void {
  for (const one of page.querySelectorAll<HTMLElement>("[data-section]"))
    one.hidden = one.dataset["section"] !== section;
  const title = page.querySelector<HTMLElement>(`[data-section="${section}"] h2`);
  title?.focus();
}

function progress(list: string, done: number): void {
  for (const [i, line] of [...byId(list).children].entries()) {
    line.setAttribute("data-state", i < done ? "done" : i === done ? "now" : "later");
  }
  byId("andamento").textContent = byId(list).children[done]?.textContent ?? "Pronto.";
}

function complain(words: string): void {
  const notice = byId("erro");
  notice.hidden = words === "";
  byId("erro-palavras").textContent = words;
  if (words) notice.focus();
}

/** Runs one act with its button asleep; says what went wrong, and lets it be tried again. */
async function act(button: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
  complain("");
  button.disabled = true;
  try {
    await work();
  } catch (error) {
    const offline = error instanceof TypeError;
    complain(offline ? "A conexão caiu. Nada se perdeu: tente de novo." : (error as Error).message);
    console.error(error);
  } finally {
    button.disabled = false;
  }
}

async function takeIssued(issued: Issued): Promise<void> {
  certificates = [from64(issued.certificate), ...issued.chain.map(from64)];
  agreement = issued.agreement;
  if (!kept || !(await certificateIsOf(kept.pair, certificates[0]))) return show("sem-chave");
  byId("termo-texto").textContent = agreement;
  show(issued.agreementSigned ? "senha" : "termo");
}

async function begin(): Promise<void> {
  byId("passos-chave").hidden = false;
  progress("passos-chave", 0);
  if (!kept) {
    const pair = await newKeyPair();
    kept = { pair, request: await certificateRequest(pair), startedAt: new Date() };
    // Before anything leaves: a key whose certificate is on its way cannot be made again.
    await keepCeremony(order, kept);
    await navigator.storage?.persist?.();
  }
  progress("passos-chave", 1);
  try {
    const issued = await ask<Issued>("certificado", { request: to64(kept.request) });
    progress("passos-chave", 2);
    await takeIssued(issued);
  } catch (error) {
    if (error instanceof Refused && error.code === "key-already-used") {
      await forgetCeremony(order);
      kept = undefined;
    }
    throw error;
  }
}

async function agree(): Promise<void> {
  if (!kept || !certificates) return;
  const consent = byId<HTMLInputElement>("concordo");
  if (!consent.checked) return complain("Marque “Li e concordo” para assinar.");
  await ask("termo", { signature: to64(await signAgreement(kept.pair, certificates, agreement, new Date())) });
  show("senha");
}

async function makeFiles(): Promise<void> {
  if (!kept || !certificates) return;
  const password = byId<HTMLInputElement>("senha").value;
  const again = byId<HTMLInputElement>("senha-de-novo").value;
  if (!passwordFits(password))
    return complain(
      "A senha precisa de 8 a 64 letras sem acento, números ou sinais do teclado. Outros programas recusam acentos.",
    );
  if (password !== again) return complain("As duas senhas não são iguais. Digite de novo.");
  byId("passos-arquivo").hidden = false;
  const name = page.dataset["product"] ?? "Certificado";
  const file = (page.dataset["file"] ?? "certificado").trim();
  for (const [i, kind] of (["modern", "compatible"] as const).entries()) {
    progress("passos-arquivo", i);
    const made = await makeProvenFile(kind, kept.pair, certificates, name, password, again);
    const link = byId<HTMLAnchorElement>(kind === "modern" ? "baixar" : "baixar-compativel");
    link.href = URL.createObjectURL(new Blob([Uint8Array.from(made)], { type: "application/x-pkcs12" }));
    link.download = kind === "modern" ? `${file}.p12` : `${file}-compativel.p12`;
  }
  progress("passos-arquivo", 2);
  byId<HTMLInputElement>("senha").value = "";
  byId<HTMLInputElement>("senha-de-novo").value = "";
  show("arquivo");
}

async function forget(): Promise<void> {
  if (!byId<HTMLInputElement>("guardei").checked) return complain("Marque que você guardou o arquivo e a senha.");
  await forgetCeremony(order);
  kept = undefined;
  show("apagada");
}

function onSubmit(id: string, work: () => Promise<void>): void {
  const form = byId<HTMLFormElement>(id);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void act(form.querySelector("button")!, work);
  });
}

onSubmit("form-comecar", begin);
onSubmit("form-termo", agree);
onSubmit("form-senha", makeFiles);
onSubmit("form-apagar", forget);
for (const eye of page.querySelectorAll<HTMLInputElement>("[data-show-password]"))
  eye.addEventListener("change", () => {
    for (const id of ["senha", "senha-de-novo"]) byId<HTMLInputElement>(id).type = eye.checked ? "text" : "password";
  });

async function open(): Promise<void> {
  if (!globalThis.isSecureContext)
    return complain("Este endereço não é seguro (https): o navegador não cria chaves aqui.");
  kept = await keptCeremony(order);
  if (page.dataset["stage"] !== "ready") return takeIssued(await ask<Issued>("certificado"));
  show("comecar");
  if (kept) await act(byId("form-comecar").querySelector("button")!, begin);
}

void open().catch((error: Error) => {
  complain(`Não foi possível abrir a emissão neste navegador: ${error.message}`);
  console.error(error);
});

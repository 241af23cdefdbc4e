import { orderIssuancePath } from "../../contract/holder-addresses.ts";
import { attributeOf } from "../../contract/page-data.ts";
import * as emissionIds from "../../contract/page-ids/emission-ids.ts";
import { Refused, refusalIn } from "../tab/refused.ts";
import { telling, told } from "../tab/told.ts";
import { certificateIsOf, certificateRequest, makeProvenFile, newKeyPair, signAgreement } from "./key-ceremony.ts";
import {
  forgetCeremony,
  type KeptCeremony,
  keepCeremony,
  keptCeremony,
  noteFilesMade,
  proveStore,
  StoreTrouble,
} from "./key-ceremony-store.ts";
import { LineTrouble, passwordFault, storeWords, wordsFor } from "./key-ceremony-words.ts";

// The emission page: the server says how far the order is, the browser's store says whether the key is here.

type Issued = { certificate: string; chain: string[]; agreement: string; agreementSigned: boolean };
type Section =
  | "verificando"
  | "nao-guarda"
  | "comecar"
  | "termo"
  | "senha"
  | "arquivo"
  | "guardado"
  | "sem-chave"
  | "apagada";

const page = byId(emissionIds.page);
const order = told(page).order ?? "";
const base = orderIssuancePath(order);
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

async function ask<T>(path: string, body?: unknown): Promise<T> {
  const headers = { accept: "application/json", "content-type": "application/json" };
  const post = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  const signal = AbortSignal.timeout(60_000);
  const answer = await fetch(`${base}/${path}`, { ...post, signal }).catch((error: unknown) => {
    throw new LineTrouble(signal.aborted ? "slow" : "cut", error);
  });
  const said = await answer.json().catch((error: unknown) => {
    throw new LineTrouble(signal.aborted ? "slow" : "strange", error);
  });
  if (answer.ok) return said as T;
  throw refusalIn(said) ?? new LineTrouble("strange", said);
}

function show(section: Section): void {
  const named = `[${attributeOf("section")}~="${section}"]`;
  for (const one of page.querySelectorAll<HTMLElement>(telling("section"))) one.hidden = !one.matches(named);
  page.querySelector<HTMLElement>(`${named} h2`)?.focus();
}

function progress(list: string, done: number): void {
  for (const [i, line] of ([...byId(list).children] as HTMLElement[]).entries()) {
    told(line).state = i < done ? "done" : i === done ? "now" : "later";
  }
  byId(emissionIds.progress).textContent = byId(list).children[done]?.textContent ?? "Pronto.";
}

function complain(words: string): void {
  const notice = byId(emissionIds.trouble);
  notice.hidden = words === "";
  byId(emissionIds.troubleWords).textContent = words;
  if (words) notice.focus();
}

/** Runs one act with its button asleep; says what went wrong, and lets it be tried again. */
async function act(button: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
  complain("");
  button.disabled = true;
  try {
    await work();
  } catch (error) {
    console.error(error);
    if (error instanceof StoreTrouble && !kept) cannotGoOn(error);
    else complain(wordsFor(error));
  } finally {
    button.disabled = false;
  }
}

/** This window keeps no key, or the page cannot go on: why, and the way on. Nothing is lost. */
function cannotGoOn(error: unknown): void {
  const opened = { title: "Não foi possível abrir a emissão", words: wordsFor(error) };
  const { title, words } = error instanceof StoreTrouble ? storeWords[error.fault] : opened;
  byId(emissionIds.cannotTitle).textContent = title;
  byId(emissionIds.cannotWords).textContent = words;
  byId(emissionIds.cannotAddress).textContent = `${location.host}${location.pathname}`;
  show("nao-guarda");
}

async function takeIssued(issued: Issued): Promise<void> {
  certificates = [from64(issued.certificate), ...issued.chain.map(from64)];
  agreement = issued.agreement;
  if (!kept || !(await certificateIsOf(kept.pair, certificates[0]))) return show("sem-chave");
  byId(emissionIds.agreement).textContent = agreement;
  show(issued.agreementSigned ? "senha" : "termo");
}

async function begin(): Promise<void> {
  byId(emissionIds.keySteps).hidden = false;
  progress(emissionIds.keySteps, 0);
  if (!kept) {
    const pair = await newKeyPair();
    const fresh = { pair, request: await certificateRequest(pair), startedAt: new Date() };
    // Before anything leaves: a key whose certificate is on its way cannot be made again.
    kept = await keepCeremony(order, fresh);
    askToPersist();
  }
  progress(emissionIds.keySteps, 1);
  try {
    const issued = await ask<Issued>("certificado", { request: to64(kept.request) });
    progress(emissionIds.keySteps, 2);
    await takeIssued(issued);
  } catch (error) {
    // The page that waits for an authority outside goes on by itself; the key is kept.
    if (error instanceof Refused && error.code === "issuance-pending") return location.reload();
    if (error instanceof Refused && error.code === "key-already-used") {
      kept = undefined;
      await forgetCeremony(order);
    }
    throw error;
  }
}

/** Only a request: some browsers ask the person, who may never answer. The key is kept either way. */
function askToPersist(): void {
  Promise.resolve()
    .then(() => navigator.storage?.persist?.())
    .catch((error: unknown) => console.warn("storage is not made lasting", error));
}

async function agree(): Promise<void> {
  if (!kept || !certificates) return;
  const consent = byId<HTMLInputElement>(emissionIds.agreed);
  if (!consent.checked) return complain("Marque “Li e concordo” para assinar.");
  await ask("termo", { signature: to64(await signAgreement(kept.pair, certificates, agreement, new Date())) });
  show("senha");
}

async function makeFiles(): Promise<void> {
  if (!kept || !certificates) return;
  const password = byId<HTMLInputElement>(emissionIds.password).value;
  const again = byId<HTMLInputElement>(emissionIds.passwordAgain).value;
  const fault = passwordFault(password);
  if (fault) return complain(fault);
  if (password !== again) return complain("As duas senhas não são iguais. Digite de novo.");
  byId(emissionIds.fileSteps).hidden = false;
  const name = told(page).product ?? "Certificado";
  const file = (told(page).file ?? "certificado").trim();
  for (const [i, kind] of (["modern", "compatible"] as const).entries()) {
    progress(emissionIds.fileSteps, i);
    const made = await makeProvenFile(kind, kept.pair, certificates, name, password, again);
    const link = byId<HTMLAnchorElement>(kind === "modern" ? emissionIds.download : emissionIds.downloadCompatible);
    link.href = URL.createObjectURL(new Blob([Uint8Array.from(made)], { type: "application/x-pkcs12" }));
    link.download = kind === "modern" ? `${file}.p12` : `${file}-compativel.p12`;
  }
  progress(emissionIds.fileSteps, 2);
  byId<HTMLInputElement>(emissionIds.password).value = "";
  byId<HTMLInputElement>(emissionIds.passwordAgain).value = "";
  show("arquivo");
  // Only for the words after a reload: the files are made and proven whatever the store says.
  await noteFilesMade(order, new Date()).catch((error: unknown) => console.warn(error));
}

async function forget(): Promise<void> {
  if (!byId<HTMLInputElement>(emissionIds.kept).checked)
    return complain("Marque que você guardou o arquivo e a senha.");
  try {
    await forgetCeremony(order);
  } catch (error) {
    console.error(error);
    return complain(
      "A chave não foi apagada: o navegador não respondeu. Feche as outras abas deste site e tente de novo.",
    );
  }
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

onSubmit(emissionIds.beginForm, begin);
onSubmit(emissionIds.agreementForm, agree);
onSubmit(emissionIds.passwordForm, makeFiles);
onSubmit(emissionIds.forgetForm, forget);
for (const eye of page.querySelectorAll<HTMLInputElement>(telling("showPassword")))
  eye.addEventListener("change", () => {
    for (const id of [emissionIds.password, emissionIds.passwordAgain])
      byId<HTMLInputElement>(id).type = eye.checked ? "text" : "password";
  });

byId(emissionIds.haveIt).addEventListener("click", () => show("guardado"));
byId<HTMLButtonElement>(emissionIds.cannotAgain).addEventListener("click", () => void start());

/** The page was left after the agreement: what was downloaded then is as good as what could be made now. */
function tellOfEarlierFile(): void {
  byId(emissionIds.downloaded).hidden = false;
  if (!kept?.filesMadeAt) return;
  const when = kept.filesMadeAt.toLocaleString("pt-BR", { dateStyle: "short", timeStyle: "short" });
  byId(emissionIds.downloadedWhen).textContent = `Você fez o arquivo neste navegador em ${when}.`;
}

async function open(): Promise<void> {
  if (!globalThis.isSecureContext)
    return complain("Este endereço não é seguro (https): o navegador não cria chaves aqui.");
  kept = await keptCeremony(order);
  if (told(page).stage !== "ready") {
    const issued = await ask<Issued>("certificado");
    if (issued.agreementSigned) tellOfEarlierFile();
    return takeIssued(issued);
  }
  // Before anything is pressed: a window that cannot keep a key must not make one.
  if (!kept) await proveStore();
  show("comecar");
  if (kept) await act(byId(emissionIds.beginForm).querySelector("button")!, begin);
}

async function start(): Promise<void> {
  complain("");
  show("verificando");
  try {
    await open();
  } catch (error) {
    console.error(error);
    cannotGoOn(error);
  }
}

void start();

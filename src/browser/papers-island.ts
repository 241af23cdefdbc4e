import { telling, told } from "./tab/told.ts";

// Sends the papers without leaving the page, so that whoever waits in the lobby stays there, and shows how far it is.
const board = () => document.querySelector<HTMLElement>(telling("papers"));

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.matches(telling("papersForm"))) return;
  event.preventDefault();
  if (told(form).sending) return;
  told(form).sending = "sim";
  send(form);
});

// Other files were chosen: what was said of the sending before is over.
document.addEventListener("input", ({ target }) => {
  const form = target instanceof Element ? target.closest<HTMLFormElement>(telling("papersForm")) : null;
  const says = form?.querySelector<HTMLElement>(telling("papersSays"));
  if (!says || told(form).sending) return;
  says.textContent = "";
  says.hidden = true;
});

function send(form: HTMLFormElement): void {
  const parts = new FormData(form);
  const sending = new XMLHttpRequest();
  tell(form, "Enviando…");
  sending.upload.onprogress = ({ lengthComputable, loaded, total }) => {
    const share = lengthComputable ? Math.floor((100 * loaded) / total) : 0;
    const bar = form.querySelector<HTMLProgressElement>(telling("papersProgress"));
    if (bar) {
      bar.hidden = false;
      bar.value = share;
    }
    if (share === 100) tell(form, "Chegou. Conferindo os arquivos…");
  };
  sending.onload = () => show(form, sending);
  sending.onerror = () =>
    failed(form, "A conexão caiu durante o envio. Os arquivos continuam escolhidos: tente de novo.");
  sending.open("POST", form.action);
  if (form.enctype === "multipart/form-data") sending.send(parts);
  else {
    sending.setRequestHeader("content-type", "application/x-www-form-urlencoded");
    sending.send("");
  }
}

/** The answer is the page of papers: its board takes the place of this one. Where it has none, the whole page is opened. */
function show(form: HTMLFormElement, { responseText, responseURL, status }: XMLHttpRequest): void {
  const fresh = new DOMParser().parseFromString(responseText, "text/html");
  const next = fresh.querySelector(telling("papers"));
  if (!next) {
    const words = fresh.querySelector("h1")?.textContent ?? "Não foi possível enviar.";
    if (status < 400) location.assign(responseURL);
    else failed(form, `${words} Tente de novo.`);
    return;
  }
  board()?.replaceWith(document.adoptNode(next));
  for (const part of [telling("papersOnward"), telling("papersReceived")]) {
    const anew = fresh.querySelector(part);
    if (anew) document.querySelector(part)?.replaceWith(document.adoptNode(anew));
  }
  const said = board()?.querySelector<HTMLElement>(".notice, .error-words, h2");
  said?.setAttribute("tabindex", "-1");
  said?.focus();
}

const lookEveryMs = 1_000;
let lookedAt = Date.now();

/** Files wait for their verdict: what the page says of them comes by itself, and what is being chosen stays chosen. */
async function followWaiting(): Promise<void> {
  const { next, seconds } = told(document.querySelector<HTMLElement>(telling("papersNews")));
  const isSending = document.querySelector(`${telling("papersForm")}${telling("sending")}`) !== null;
  const isDue = Date.now() - lookedAt >= Number(seconds) * 1000;
  if (next && isDue && !isSending && !document.hidden) {
    lookedAt = Date.now();
    // Without a line the next look finds out.
    await refresh(next).catch(() => undefined);
  }
  setTimeout(followWaiting, lookEveryMs);
}

async function refresh(address: string): Promise<void> {
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const news = fresh.querySelector<HTMLElement>(telling("papersNews"));
  const now = document.querySelector<HTMLElement>(telling("papersNews"));
  if (!news || !now) return;
  // The same words again would be read out again.
  if (news.textContent !== now.textContent) now.replaceChildren(...news.childNodes);
  for (const name of ["next", "seconds"] as const) {
    if (told(news)[name] === undefined) delete told(now)[name];
    else told(now)[name] = told(news)[name];
  }
  for (const part of [telling("papersNeeded"), telling("papersOnward"), telling("papersReceived")]) {
    const anew = fresh.querySelector(part);
    const old = document.querySelector(part);
    if (anew && anew.textContent !== old?.textContent) old?.replaceWith(document.adoptNode(anew));
  }
}

function failed(form: HTMLFormElement, words: string): void {
  delete told(form).sending;
  const bar = form.querySelector<HTMLProgressElement>(telling("papersProgress"));
  if (bar) bar.hidden = true;
  tell(form, words);
}

function tell(form: HTMLFormElement, words: string): void {
  const place = form.querySelector<HTMLElement>(telling("papersSays"));
  if (!place) return;
  place.hidden = false;
  place.textContent = words;
}

void followWaiting();

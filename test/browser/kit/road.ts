import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { pdfWithPages } from "../../kit/pdf-samples.ts";
import { until } from "./chromium.ts";
import type { Product } from "./product.ts";

/** Two windows and a mailbox: a holder on a phone, an agent on a desk, and a second agent for the verification. */
export interface Road {
  product: Product;
  browser: Browser;
  holder: Page;
  agent: Page;
  second: Page;
  folder: string;
  number: string;
  password: string;
  /** Where the downloads landed. */
  files: { modern: string; compatible: string };
}

export type Step = { name: string; act: (road: Road) => Promise<void> };

const phone = { viewport: { width: 360, height: 740 }, acceptDownloads: true };
const desk = { viewport: { width: 1280, height: 800 } };

export async function openRoad(product: Product, browser: Browser): Promise<Road> {
  const contexts: BrowserContext[] = await Promise.all([phone, desk, desk].map((kind) => browser.newContext(kind)));
  const [holder, agent, second] = await Promise.all(contexts.map((context) => context.newPage()));
  const folder = mkdtempSync(join(tmpdir(), "confere-road-"));
  const files = { modern: join(folder, "modern.p12"), compatible: join(folder, "compatible.p12") };
  return {
    product,
    browser,
    holder: holder!,
    agent: agent!,
    second: second!,
    folder,
    number: "",
    password: "Serra-do-Mar-26",
    files,
  };
}

const heading = (page: Page, words: string | RegExp) => page.getByRole("heading", { level: 1, name: words }).waitFor();
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();
const orderPage = ({ product, number }: Road, part = "") => `${product.url}/pedido/${number}${part}`;

/** The newest six-figure code in the mailbox of the demo, other than `known`. */
async function newestCode({ product }: Road, known: string | undefined): Promise<string> {
  const text = async (path: string) => (await (await fetch(`${product.url}${path}`)).text()).replace(/<[^>]+>/g, " ");
  return until("a code in the mailbox", async () => {
    const list = await (await fetch(`${product.url}/caixa`)).text();
    const newest = /href="(\/caixa\/[0-9a-f-]{36})"/.exec(list)?.[1];
    const code = newest && /(?<!\d)\d{6}(?!\d)/.exec(await text(newest))?.[0];
    return code && code !== known ? code : undefined;
  });
}

/** Reads a page again as a person would. A job of a killed process runs again within half a minute: its heartbeat is missed. */
const looking = [60_000, 500] as const;

let lastCode: string | undefined;

async function giveCode(road: Road, button = "Continuar"): Promise<void> {
  lastCode = await newestCode(road, lastCode);
  await road.holder.fill("[name=codigo]", lastCode);
  await press(road.holder, button);
}

async function signIn(page: Page, { product }: Road, account: number, path: string): Promise<void> {
  const { email, password } = product.accounts()[account]!;
  await page.goto(`${product.url}${path}`);
  await page.fill("[name=email]", email);
  await page.fill("[name=password]", password);
  await press(page, "Entrar");
}

const buying: Step[] = [
  {
    name: "choose the certificate",
    async act({ holder, product }) {
      await holder.goto(`${product.url}/`);
      await holder.getByRole("link", { name: /Escolher.*e-CPF A1/ }).click();
      await press(holder, "Comprar e-CPF A1");
      await heading(holder, "Para quem é o certificado?");
    },
  },
  {
    name: "give the data",
    async act({ holder }) {
      const data = { nome: "Maria da Silva", cpf: "529.982.247-25", dia: "28", mes: "2", ano: "1990" };
      const contacts = { email: "maria@exemplo.com.br", telefone: "(11) 98765-4321" };
      for (const [name, value] of Object.entries({ ...data, ...contacts })) await holder.fill(`[name=${name}]`, value);
      await press(holder, "Continuar");
      await heading(holder, "Confirme seu e-mail");
    },
  },
  {
    name: "confirm e-mail and phone by the codes of the mailbox",
    async act(road) {
      await giveCode(road);
      await heading(road.holder, "Confirme seu celular");
      await giveCode(road);
      await heading(road.holder, "Quando você quer ser atendido?");
    },
  },
  {
    name: "hold the first free time",
    async act({ holder }) {
      await press(holder, "Reservar este horário");
      await heading(holder, "Confira antes de pagar");
    },
  },
  {
    name: "check the answers and place the order",
    async act(road) {
      await road.holder.check("[name=titular]");
      await road.holder.check("[name=termos]");
      await press(road.holder, /Fazer o pedido e pagar/);
      await heading(road.holder, /com Pix/);
      road.number = /CERTI\d{10}/.exec(road.holder.url())?.[0] ?? "";
      assert.ok(road.number);
    },
  },
  {
    name: "pay at the simulated bank; the slot is booked",
    async act(road) {
      await press(road.holder, /banco simulado/);
      await until(
        "payment and appointment on the panel",
        async () => {
          await road.holder.goto(orderPage(road));
          const text = await road.holder.locator("main").innerText();
          return text.includes("Pago") && text.includes("Marcado");
        },
        ...looking,
      );
    },
  },
  {
    name: "send the papers by mail",
    async act(road) {
      const paper = join(road.folder, "identidade.pdf");
      writeFileSync(paper, pdfWithPages(2));
      const mail = ["--from", "maria@exemplo.com.br", "--to", "documentos@ar-horizonte.example"];
      const subject = `Subject: RES: Documentos videoconferencia ${road.number}`;
      const server = `127.0.0.1:${road.product.smtpPort}`;
      const parts = [
        "--header",
        subject,
        "--body",
        "Segue.",
        "--attach-type",
        "application/pdf",
        "--attach",
        `@${paper}`,
      ];
      const sent = spawnSync("swaks", ["--server", server, ...mail, ...parts], { encoding: "utf8" });
      assert.equal(sent.status, 0, sent.stdout);
      await until(
        "the paper on the order",
        async () => {
          await road.holder.goto(orderPage(road, "/documentos"));
          return (await road.holder.locator("main").innerText()).includes("por e-mail,");
        },
        ...looking,
      );
    },
  },
];

const meeting: Step[] = [
  {
    name: "the holder comes back by number and CPF, tests the device and waits",
    async act(road) {
      const { holder, product } = road;
      await holder.context().clearCookies();
      await holder.goto(`${product.url}/pedido`);
      await holder.getByLabel("Número do pedido").fill(road.number.toLowerCase());
      await holder.getByLabel("CPF ou CNPJ do titular").fill("52998224725");
      await press(holder, "Abrir meu pedido");
      await heading(holder, /Maria da Silva/);
      await holder.goto(orderPage(road, "/sala"));
      await press(holder, "Ingressar agora");
      await heading(holder, "Você é o próximo");
    },
  },
  {
    name: "the agent signs in and opens the case",
    async act(road) {
      await signIn(road.agent, road, 0, "/desk");
      const row = road.agent.getByRole("row", { name: new RegExp(road.number) });
      await row
        .getByRole("button", { name: /Atender/ })
        .or(row.getByRole("link", { name: /Atender|Abrir/ }))
        .click();
      await heading(road.agent, "Atendimento de Maria da Silva");
      await press(road.agent, "Ligar câmera e microfone");
    },
  },
  {
    name: "the agent accepts the paper",
    async act({ agent }) {
      await agent.getByLabel("Documento de identidade com foto: frente e verso").check();
      await press(agent, /^Serve/);
      await agent.locator(".review summary", { hasText: "Serve" }).waitFor();
    },
  },
  {
    name: "the agent admits; both see and hear, the recording grows",
    async act({ agent, holder }) {
      await press(agent, "Admitir");
      await holder.locator("#prova-imageIn[data-done=sim]").waitFor();
      await agent
        .getByText(/Gravando/)
        .first()
        .waitFor();
    },
  },
  {
    name: "consent, clicked and spoken",
    async act({ agent, holder }) {
      // Where the call just comes back, both sides are not recorded yet and a consent would prove nothing: the server
      // takes none, the button stays, and a person presses again.
      const consent = holder.getByRole("button", { name: "Concordo com a gravação" });
      await until(
        "the consent",
        async () => {
          if (await consent.isVisible()) await consent.click({ timeout: 2_000 }).catch(ifGone);
          return agent
            .getByText(/O titular tocou em/)
            .waitFor({ timeout: 2_000 })
            .then(() => true, ifGone);
        },
        60_000,
      );
      await agent.getByLabel(/Disse que concorda/).check();
      await press(agent, "Concluir passo");
      await agent.locator("#passo-consent.done").waitFor();
    },
  },
  { name: "person and place", act: ({ agent }) => tickAll(agent, "alone") },
  {
    name: "drawn questions",
    async act({ agent }) {
      await press(agent, "Sortear perguntas");
      for (let asked = 1; asked <= 5; asked++) {
        await agent.getByText(`Pergunta ${asked}:`).waitFor();
        await press(agent, "Certo");
        await agent.getByText(`Pergunta ${asked}:`).waitFor({ state: "detached" });
      }
      await agent.locator("#passo-questions.done").waitFor();
    },
  },
  { name: "capture of the face", act: ({ agent }) => capture(agent, "face") },
  { name: "capture of the document's front", act: ({ agent }) => capture(agent, "document-front") },
  { name: "capture of the document's back", act: ({ agent }) => capture(agent, "document-back") },
  { name: "same document, same face", act: ({ agent }) => tickAll(agent, "same-document") },
];

async function tickAll(agent: Page, step: string): Promise<void> {
  const open = agent.locator(`#passo-${step}.now`);
  await open.waitFor();
  for (const box of await open.getByRole("checkbox").all()) await box.check();
  await open.getByRole("button", { name: "Concluir passo" }).click();
  await agent.locator(`#passo-${step}.done`).waitFor();
}

async function capture(agent: Page, step: string): Promise<void> {
  const open = agent.locator(`#passo-${step}.now`);
  await open.waitFor();
  const use = open.getByRole("button", { name: "Usar esta captura" });
  // Where the line has just come back a press may be too early; the desk says so, and a person presses again.
  for (let tries = 0; tries < 4; tries++) {
    await open.getByRole("button", { name: /^Capturar/ }).click();
    if (await use.waitFor({ timeout: 8000 }).then(() => true, ifLate)) break;
  }
  await use.click();
  await agent.locator(`#passo-${step}.done`).waitFor();
}

/** The card that is there only once the decision is kept. */
const decided = (page: Page, who: string) => page.locator(".decision strong").getByText(who, { exact: true });

/** Catches only "it has not come yet"; any other error is thrown. */
function ifLate(error: Error): false {
  if (error.name !== "TimeoutError") throw error;
  return false;
}

/** What was there a moment ago may be drawn anew and is then looked for again; any other error is thrown. */
function ifGone(error: Error): false {
  if (error.name !== "TimeoutError") throw error;
  return false;
}

const deciding: Step[] = [
  {
    name: "the agent approves and ends the call",
    async act({ agent, holder }) {
      // While the call comes back from a cut nothing is recorded, and the button leaves: a person tries again.
      const approve = agent.getByRole("button", { name: "Aprovar" });
      const validation = decided(agent, "Validação");
      await until(
        "the validation",
        async () => {
          await approve.or(validation).first().waitFor();
          if (await approve.isVisible()) await approve.click({ timeout: 2_000 }).catch(ifGone);
          return validation.waitFor({ timeout: 2_000 }).then(() => true, ifGone);
        },
        60_000,
      );
      agent.once("dialog", (dialog) => void dialog.accept());
      await press(agent, "Encerrar chamada");
      await heading(holder, "A videoconferência terminou");
      // The agent's desk is over too: what was recorded stands, camera and microphone are off, one way on.
      await agent.getByText(/Gravação encerrada, [\d,]+ (kB|MB)/).waitFor();
      await agent.getByRole("link", { name: "Voltar à fila" }).waitFor();
      assert.equal(await agent.locator("#eu").evaluate((own: HTMLVideoElement) => own.srcObject), null);
    },
  },
  {
    name: "a second agent watches the recording and verifies",
    async act(road) {
      const { second } = road;
      await signIn(second, road, 1, "/desk/verificacao");
      await until(
        "the recording put away",
        async () => {
          await second.goto(`${road.product.url}/desk/verificacao`);
          await second
            .getByRole("row", { name: new RegExp(road.number) })
            .getByRole("link", { name: "Verificar" })
            .click();
          await second.locator("#gravacao-titulo").waitFor();
          return (await second.locator("#filme").count()) > 0;
        },
        ...looking,
      );
      for (const box of await second.locator("[name=checks]").all()) await box.check();
      await second.selectOption("#velocidade", "1.5");
      await press(second, "Reproduzir");
      // As long as the call at the pack's speed.
      const confirm = second.getByRole("button", { name: "Confirmar a aprovação" });
      await until("enough was watched", () => confirm.isEnabled(), 400_000, 500);
      await press(second, "Confirmar a aprovação");
      await decided(second, "Verificação").waitFor();
    },
  },
];

const issuing: Step[] = [
  {
    name: "the dossier is sealed; the holder proves the mailbox and issuance opens",
    async act(road) {
      const { holder } = road;
      const ask = holder.getByRole("button", { name: /Enviar código para/ });
      await until(
        "issuance on the panel",
        async () => {
          await holder.goto(orderPage(road, "/emissao"));
          return ask.isVisible();
        },
        ...looking,
      );
      await ask.click();
      await giveCode(road, "Confirmar e continuar");
      await holder.getByRole("button", { name: "Criar a chave e emitir" }).waitFor();
    },
  },
  {
    name: "key and certificate",
    async act({ holder }) {
      await press(holder, "Criar a chave e emitir");
      await holder.getByRole("heading", { name: /Leia e assine o termo/ }).waitFor({ timeout: 60_000 });
    },
  },
  {
    name: "subscriber agreement",
    async act({ holder }) {
      await holder.getByLabel("Li e concordo").check();
      await press(holder, "Assinar o termo");
      await holder.getByRole("heading", { name: /Escolha a senha/ }).waitFor();
    },
  },
  {
    name: "password, proof and download",
    async act({ holder, password, files }) {
      await holder.getByLabel("Senha", { exact: true }).fill(password);
      await holder.getByLabel("Digite a senha de novo").fill(password);
      await press(holder, "Fazer e testar o arquivo");
      await holder.getByRole("heading", { name: /Baixe o seu certificado/ }).waitFor({ timeout: 60_000 });
      for (const [kind, name] of [
        ["modern", "Baixar o certificado"],
        ["compatible", /computadores antigos|compatível/i],
      ] as const) {
        const click = holder.getByRole("link", { name }).first().click();
        const [file] = await Promise.all([holder.waitForEvent("download"), click]);
        await file.saveAs(files[kind]);
      }
    },
  },
];

/** From the shelf to the certificate file. */
export const roadSteps: Step[] = [...buying, ...meeting, ...deciding, ...issuing];

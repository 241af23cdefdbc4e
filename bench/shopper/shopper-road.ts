import { type Answer, attribute, type Shopper, type Typed } from "./shopper.ts";

/** What a holder types on the way to an order, by the name of the field. */
export const typed: Typed = {
  nome: "Maria Aparecida da Silva",
  cpf: "529.982.247-25",
  dia: "31",
  mes: "12",
  ano: "1990",
  email: "maria@exemplo.com.br",
  telefone: "(11) 98765-4321",
  biometria: "sim",
  cnpj: "12.ABC.345/01DE-35",
  empresa: "Padaria Sol",
};

/** From the first page to an order that is placed and not paid; answers the path of its page. */
export async function placeOrder(shopper: Shopper, who: Typed): Promise<string> {
  let page = await shopper.open("/");
  const start = linksOf(page).find((path) => path.startsWith("/certificados/"));
  page = await shopper.submit(await shopper.open(start ?? "/"), typed, /^\/comprar(\?|$)/);
  const usedCodes = new Set<string>();
  for (let steps = 0; steps < 12 && page.path.startsWith("/comprar/"); steps++) {
    const code: Typed = page.path.endsWith("/contato") ? { codigo: await nextCode(shopper, usedCodes) } : {};
    const next = await shopper.submit(page, { ...typed, ...who, ...code }, /^(?!.*\/(tempo|codigo|remocao)$)/);
    if (next.status >= 400) throw new Error(`${page.path} did not take the answers: ${next.status}.`);
    page = next;
  }
  const order = /^\/pedido\/[^/?]+/.exec(page.path)?.[0];
  if (order === undefined) throw new Error(`The purchase ended at ${page.path} (${page.status}).`);
  return order;
}

/** The six figures of the newest message of the demo's mailbox, once they are others than those before. */
export async function nextCode(shopper: Shopper, used: Set<string>): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const box = await shopper.open("/caixa");
    const newest = linksOf(box, /^\/caixa\/./)[0];
    const text = newest === undefined ? box.body.toString() : (await shopper.open(newest)).body.toString();
    const code = /\b(\d{6})\b/.exec(text.replace(/<[^>]+>/g, " "))?.[1];
    if (code !== undefined && !used.has(code)) {
      used.add(code);
      return code;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("No code came to the demo's mailbox.");
}

/** Links of the holder's site; the desk, the office and files to keep are other faces. */
export function linksOf(page: Answer, fits = /^\/(?!desk|office|caixa|api|_)/): string[] {
  const tags = page.body.toString().match(/<a\b[^>]*>/gs) ?? [];
  const paths = tags
    .filter((tag) => !/\sdownload\b/.test(tag))
    .map((tag) => attribute(tag, "href")?.replace(/#.*$/, ""))
    .filter((path): path is string => path !== undefined && fits.test(path));
  return [...new Set(paths)];
}

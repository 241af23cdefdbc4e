import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { makeDataFolder } from "./bench-database.ts";
import { type Figure, weigh } from "./measure.ts";
import { openPainter } from "./shopper/page-paint.ts";
import { type Answer, attribute, createShopper, type Shopper, type Typed } from "./shopper/shopper.ts";
import { linksOf, nextCode, typed } from "./shopper/shopper-road.ts";
import { spawnServer } from "./spawned-server.ts";

const build = join(import.meta.dirname, "../build");
const pageBudget = 45_000;
const scriptBudget = 12_000;
/** The call itself: page, engine and all. */
const callBudget = 60_000;
const deskBudget = 350_000;
/**
 * What each public page sends over the wire (page, style sheets, scripts, pictures; heads included; compressed as a
 * browser asks) and the script in it, against the budgets: 45 kB, and 12 kB of script as gzip; the room 60 kB in all.
 * Then when the largest thing of the first screen stands on a phone with a slow line: home, slots, order.
 */
export async function* bench(): AsyncGenerator<Figure> {
  const dataFolder = makeDataFolder();
  const product = join(build, "server/main.js");
  try {
    const server = await spawnServer([product], { CONFERE_DATA: dataFolder, CONFERE_DEMO: "1", SMTP_IN_PORT: "0" });
    const painter = await openPainter();
    yield* pages(createShopper(server.port), painter, `http://localhost:${server.port}`);
    await painter.close();
    await server.stop();
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
  yield* islands();
}

/** Pages whose first paint is measured, as `nameOf` calls them. */
const painted = ["/", "/comprar/(order)/horario", "/pedido/(number)"];

type Painter = Awaited<ReturnType<typeof openPainter>>;

async function* pages(shopper: Shopper, painter: Painter, site: string): AsyncGenerator<Figure> {
  const seen = new Set<string>();
  for await (const page of visit(shopper)) {
    const name = nameOf(page.path);
    if (page.status !== 200 || seen.has(name)) continue;
    seen.add(name);
    const assets = assetsOf(page);
    let bytes = (await shopper.fetchOnce(page.path, "br, gzip")).wireBytes;
    let script = 0;
    for (const path of assets) {
      const asset = await shopper.fetchOnce(path, "br, gzip");
      if (asset.status !== 200) throw new Error(`${page.path} names ${path}, which answers ${asset.status}.`);
      bytes += asset.wireBytes;
      if (asset.type.includes("javascript")) script += (await shopper.fetchOnce(path, "gzip")).body.length;
    }
    const [most, mostScript] = name.endsWith("/sala") ? [callBudget, callBudget] : [pageBudget, scriptBudget];
    yield weigh(`${name} over the wire, ${assets.length + 1} requests`, "kB", bytes / 1000, most / 1000, {
      atMost: 1,
    });
    yield weigh(`${name} script, gzip`, "kB", script / 1000, mostScript / 1000, { atMost: 1 });
    if (painted.includes(name)) yield* painter.paint(name, `${site}${page.path}`, shopper.cookies());
  }
}

/** Every script as it is built, whatever page asks for it and when: the desk may be heavier, and so may the call. */
function* islands(): Generator<Figure> {
  const manifest = JSON.parse(readFileSync(join(build, "public/manifest.json"), "utf8")) as Record<string, string>;
  for (const [name, file] of Object.entries(manifest).sort()) {
    if (!name.endsWith(".js")) continue;
    const budget = name.startsWith("desk-") ? deskBudget : name.startsWith("room-") ? callBudget : scriptBudget;
    const bytes = statSync(join(build, "public", `${file}.gz`)).size;
    yield weigh(`${name}, gzip`, "kB", bytes / 1000, budget / 1000, { atMost: 1 });
  }
}

/** Every page a holder can reach: those linked from the first one, then the purchase, form by form, then the order's. */
async function* visit(shopper: Shopper): AsyncGenerator<Answer> {
  const known = new Set<string>();
  async function* follow(from: string[]): AsyncGenerator<Answer> {
    const queue = from.filter((path) => !known.has(path));
    for (const path of queue) {
      if (known.has(path)) continue;
      known.add(path);
      const page = await shopper.open(path);
      if (!page.type.startsWith("text/html")) continue;
      yield page;
      if (page.status === 200) queue.push(...linksOf(page));
    }
  }
  yield* follow(["/"]);
  let page = await shopper.open("/");
  const start = linksOf(page).find((path) => path.startsWith("/certificados/"));
  if (start !== undefined) page = await shopper.open(start);
  page = await shopper.submit(page, typed, /^\/comprar(\?|$)/);
  const usedCodes = new Set<string>();
  for (let steps = 0; steps < 12 && page.path.startsWith("/comprar/"); steps++) {
    yield page;
    const code: Typed = page.path.endsWith("/contato") ? { codigo: await nextCode(shopper, usedCodes) } : {};
    if (page.path.endsWith("/conferir") && !known.has("basket")) {
      known.add("basket");
      yield* fillBasket(shopper, page.path.replace("/conferir", "/certificados"));
      page = await shopper.open(page.path.replace("/conferir", "/horario"));
    }
    const next = await shopper.submit(page, { ...typed, ...code }, /^(?!.*\/(tempo|codigo|remocao)$)/);
    if (next.status >= 400) throw new Error(`${page.path} did not take the answers: ${next.status}.`);
    page = next;
  }
  yield page;
  const order = page.path.replace(/(\/pedido\/[^/]+).*$/, "$1");
  await shopper.submit(page, typed, /banco-simulado$/);
  yield* follow([order, `${order}/sala`, `${order}/emissao`]);
}

/** The basket, and one of each kind put into it: what comes after is the heavier road of several certificates. */
async function* fillBasket(shopper: Shopper, path: string): AsyncGenerator<Answer> {
  for (const produto of ["e-cnpj-a1-12", "e-cpf-a1-12"]) {
    const basket = await shopper.open(path);
    yield basket;
    let page = await shopper.submit(basket, { produto }, /\/certificados$/);
    while (/\/(empresa|elegibilidade)$/.test(page.path)) {
      yield page;
      page = await shopper.submit(page, typed, /^(?!.*\/remocao$)/);
    }
    if (page.status >= 400) throw new Error(`${path} did not take ${produto}: ${page.status}.`);
  }
}

/** Paths of what a browser fetches for the page at once: sheets, scripts, pictures. */
function assetsOf(page: Answer): string[] {
  const html = page.body.toString();
  const found = [
    ...(html.match(/<link\b[^>]*>/gs) ?? [])
      .filter((tag) => /rel="[^"]*(stylesheet|icon|preload|modulepreload)/.test(tag))
      .map((tag) => attribute(tag, "href")),
    ...(html.match(/<(?:script|img)\b[^>]*\ssrc=[^>]*>/gs) ?? []).map((tag) => attribute(tag, "src")),
  ];
  return [...new Set(found.filter((path): path is string => path?.startsWith("/") === true))];
}

/** The page's path with what differs from visitor to visitor left out. */
function nameOf(path: string): string {
  return path
    .replace(/\?.*$/, "")
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "(order)")
    .replace(/\/pedido\/CERTI[^/]*/, "/pedido/(number)");
}

import { setTimeout as sleep } from "node:timers/promises";
import { goodPdf, slowPdf } from "../../test/kit/pdf-samples.ts";
import { type Figure, median, weigh } from "../measure.ts";
import { createShopper, type Shopper } from "../shopper/shopper.ts";
import { placeOrder } from "../shopper/shopper-road.ts";

const boundSeconds = 5;
const people = [
  { cpf: "529.982.247-25", nome: "Maria Aparecida da Silva" },
  { cpf: "390.533.447-05", nome: "Ana Souza" },
  { cpf: "111.444.777-35", nome: "Bruno Lima" },
  { cpf: "987.654.321-00", nome: "Carla Dias" },
];

type Holder = { shopper: Shopper; order: string };

/**
 * Three strangers send twenty small PDFs that no reader ever draws to their end; then an honest holder sends one file,
 * three times. Seconds from the sending until its page shows the verdict, the median; the threads have been started by a file before.
 */
export async function* behindSlowPapers(port: number): AsyncGenerator<Figure> {
  const holders: Holder[] = [];
  for (const who of people) {
    const shopper = createShopper(port);
    holders.push({ shopper, order: await placeOrder(shopper, who) });
  }
  const [honest, ...strangers] = holders as [Holder, ...Holder[]];
  await verdictSeconds(port, honest, "antes");
  let n = 0;
  const floods = strangers.map((stranger, at) => {
    const files = Array.from({ length: at === 0 ? 6 : 7 }, () => [`lento ${++n}.pdf`, slowPdf(n)] as const);
    return send(port, stranger, files);
  });
  await sleep(500);
  const seen: number[] = [];
  for (const word of ["um", "dois", "tres"]) seen.push(await verdictSeconds(port, honest, word));
  await Promise.all(floods);
  const name = "verdict of an honest file behind 20 slow ones of 3 strangers";
  yield weigh(name, "s", median(seen), boundSeconds, { atMost: 1 });
}

/** From the form's sending until a page of the order says that the file is there. */
async function verdictSeconds(port: number, holder: Holder, word: string): Promise<number> {
  const began = performance.now();
  const address = await send(port, holder, [[`${word}.pdf`, goodPdf(word)]]);
  while (performance.now() - began < 120_000) {
    const page = await holder.shopper.open(address);
    if (page.body.includes("1 arquivo chegou")) return (performance.now() - began) / 1000;
    await sleep(50);
  }
  throw new Error(`No verdict of ${word}.pdf within two minutes.`);
}

/** Sends the form of papers and returns the address of the page that answers it. */
async function send(port: number, { shopper, order }: Holder, files: (readonly [string, Buffer])[]): Promise<string> {
  const form = new FormData();
  for (const [name, content] of files) form.append("other", new Blob([new Uint8Array(content)]), name);
  const cookie = shopper
    .cookies()
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");
  const site = `http://localhost:${port}`;
  const headers = { cookie, origin: site, "sec-fetch-site": "same-origin" };
  const answer = await fetch(`${site}${order}/documentos`, { method: "POST", body: form, headers, redirect: "manual" });
  const to = answer.headers.get("location");
  if (to === null) throw new Error(`${order}/documentos answered ${answer.status}.`);
  return to;
}

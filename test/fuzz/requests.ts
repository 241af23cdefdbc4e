import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance, InjectOptions, RouteOptions } from "fastify";
import type { Dice } from "../../bench/made-cases.ts";
import { openDoor } from "../../src/faces/door.ts";
import { routesOf } from "../../src/faces/routes.ts";
import { ensureAuthorities } from "../../src/issuance/authorities/ensure-authorities.ts";
import { newId } from "../../src/platform/ids.ts";
import { createLogger } from "../../src/platform/logger.ts";
import { facesOf, openWatch, sitDown } from "../kit/watch-story.ts";
import type { FuzzPart } from "./fuzz-part.ts";
import { hostileJson, hostileText } from "./hostile-text.ts";

type Route = { method: InjectOptions["method"] & string; url: string };

const faces = join(import.meta.dirname, "../../src/faces");

type Names = { fields: string[]; queries: string[] };

/** Every name that a form, a query or a JSON body of the product uses, as the sources write them. */
function namesInUse(): Names {
  const names = new Set<string>(["__proto__", "constructor"]);
  const queries = new Set<string>();
  for (const path of globSync("**/*.{ts,tsx}", { cwd: faces })) {
    const text = readFileSync(join(faces, path), "utf8");
    for (const [, name] of text.matchAll(/\bname="([\w.-]+)"/g)) names.add(name!);
    for (const [, list] of text.matchAll(/Querystring: \{([^}]*)\}/g))
      for (const [, name] of list!.matchAll(/(\w+)\??:/g)) queries.add(name!);
    for (const [, name] of text.matchAll(/^\s+(\w+): (?:z\.|parsed\(|words\(|ticked|email|cpf)/gm)) names.add(name!);
  }
  return { fields: [...names], queries: [...queries] };
}

/** Its address with every part exchanged for a made one, and a query. */
function addressOf(dice: Dice, { url }: Route, { fields, queries }: Names, known: readonly string[]): string {
  const path = url.replace(/:(\w+)|\*/g, () => inAddress(dice, hostileText(dice, known).slice(0, 300)) || "x");
  let name = dice.one(queries);
  const query = Array.from({ length: dice.upTo(5) }, () => {
    // The same name twice is a list.
    if (dice.roll() < 0.6) name = dice.roll() < 0.85 ? dice.one(queries) : hostileText(dice, fields).slice(0, 60);
    return `${inAddress(dice, name)}=${inAddress(dice, hostileText(dice, known).slice(0, 2_000))}`;
  });
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
}

/** Mostly as browsers write it; now and then with bytes that are no UTF-8. */
function inAddress(dice: Dice, text: string): string {
  if (dice.roll() < 0.1) return dice.one(["%00", "%ff", "%c0%af", "%ed%a0%80", "%", "%f0%9f"]);
  return encodeURIComponent(text.toWellFormed());
}

function bodyOf(
  dice: Dice,
  names: readonly string[],
  known: readonly string[],
): Pick<InjectOptions, "payload" | "headers"> {
  const own = Array.from({ length: 1 + dice.upTo(6) }, () => dice.one(names));
  const fields = Array.from({ length: dice.upTo(8) }, () => [dice.one(own), hostileText(dice, known)] as const);
  const type = (value: string, payload: string | Buffer) => ({ headers: { "content-type": value }, payload });
  const encoded = fields.map(([name, value]) => `${name}=${inAddress(dice, value)}`).join("&");
  const parts = fields.map(([name, value]) => {
    const file = dice.roll() < 0.5 ? `; filename="${value.slice(0, 100).replace(/["\r\n]/g, "")}"` : "";
    return `--b\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  });
  const json = Object.fromEntries(fields.map(([name]) => [name, hostileJson(dice, known)]));
  return dice.one([
    () => type("application/x-www-form-urlencoded", encoded),
    () => type("application/x-www-form-urlencoded", encoded),
    () => type("application/json", JSON.stringify(json)),
    () => type("application/json", JSON.stringify(hostileJson(dice, known))),
    () => type("multipart/form-data; boundary=b", Buffer.from(`${parts.join("")}--b--\r\n`)),
    () => type("image/jpeg", Buffer.from(Array.from({ length: dice.upTo(200) }, () => dice.upTo(256)))),
    () =>
      type(
        hostileText(dice, ["text/plain", "application/json"])
          .replace(/[^ -~]/g, "")
          .slice(0, 80),
        encoded,
      ),
    () => type("application/json", `${"[".repeat(dice.upTo(100_000))}${encoded}`),
  ])();
}

/** Every route of the product, as whoever may come: none breaks, none tells what broke it, none takes long. */
export const requests: FuzzPart = {
  name: "requests",
  async open() {
    const errors: string[] = [];
    const log = createLogger({
      level: "error",
      destination: { write: (line: string) => void errors.push(String(JSON.parse(line).err?.stack ?? line)) },
    });
    const story = await openWatch(1);
    const ctx = { ...story.ctx, log };
    await ensureAuthorities(ctx);
    const routes: Route[] = [];
    const note = ({ method, url, websocket }: RouteOptions & { websocket?: boolean }) => {
      for (const one of [method].flat())
        if (one !== "HEAD" && !websocket) routes.push({ method: one as Route["method"], url });
    };
    const faces = routesOf(facesOf(ctx));
    const app: FastifyInstance = await openDoor(
      ctx,
      faces.map((add) => async (scope) => {
        scope.addHook("onRoute", note);
        await add(scope);
      }),
    );
    await app.ready();
    const names = namesInUse();
    const { order, room, expected, manager, shop } = story;
    const known = [order.number, order.orderId, room.id, expected.id, manager.id, shop.raId, shop.productId, newId()];
    const visitors: Record<string, string>[] = [{}, { confere_pedido: order.accessToken }];
    for (const who of [expected, manager]) visitors.push({ confere_agente: await sitDown(ctx, who) });
    let address = 0;
    return {
      async once(dice) {
        const route = dice.one(routes);
        const cookies = { ...dice.one(visitors) };
        if (dice.roll() < 0.1) for (const name of Object.keys(cookies)) cookies[name] = hostileText(dice, known);
        // A new address each time: limits are another test's.
        const remoteAddress = `10.${(++address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`;
        const cookie = Object.entries(cookies).map(
          ([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`,
        );
        const hasBody = route.method !== "GET";
        const { payload, headers } = hasBody ? bodyOf(dice, names.fields, known) : { payload: undefined, headers: {} };
        const asked = {
          method: route.method,
          url: addressOf(dice, route, names, known),
          headers: { ...headers, ...(cookie.length > 0 && { cookie: cookie.join("; ") }) },
          ...(payload !== undefined && { payload }),
          remoteAddress,
        };
        errors.length = 0;
        const began = performance.now();
        const answer = await app.inject(asked);
        const ms = Math.round(performance.now() - began);
        const what = `${route.method} ${route.url} (${asked.url.slice(0, 200)}) ${JSON.stringify(headers)} ${String(payload).slice(0, 300)}`;
        if (answer.statusCode >= 500 && answer.statusCode !== 503)
          return `${answer.statusCode} to ${what}: ${errors[0] ?? ""}`;
        if (/\n\s+at \S+ \(|node_modules|syntax error at/.test(answer.body))
          return `the answer tells how it broke: ${what}`;
        if (ms > 10_000) return `${ms} ms for ${what}`;
        return undefined;
      },
      async close() {
        await app.close();
        await story.world.close();
      },
    };
  },
};

import { timingSafeEqual } from "node:crypto";
import { record } from "../../audit/record.ts";
import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { countAttempt } from "../../platform/attempts.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { isKnownBrowser, rememberBrowser } from "../../platform/known-browsers.ts";
import { networkOf } from "../../platform/network.ts";
import type { Context } from "../../platform/settings/context.ts";
import { parseTaxpayerId } from "../../platform/taxpayer-id.ts";
import { minuteMs } from "../../platform/time/durations.ts";
import type { Order } from "../order.ts";
import { type OrderNumber, parseOrderNumber } from "../order-number.ts";
import { orderRowByNumber } from "../order-store.ts";
import { OrdersFailure } from "../orders-failures.ts";
import { letterMarkOf } from "./letter-mark.ts";
import { renewAccess } from "./renew-access.ts";

// The limits are the installation's: a miss belongs to no AR.
const noRa = "00000000-0000-0000-0000-000000000000";

/** Where a look-up comes from. */
type Came = {
  /** Network address of the caller. */
  address: string;
  /** The browser's mark, if it has one (src/platform/known-browsers.ts). */
  browser?: string | undefined;
  /** Of the link in a letter of ours (letter-mark.ts). */
  letterMark?: string | undefined;
};

type Asked = Came & { number: string; taxpayerId: string };

/**
 * Opens an order to a browser that knows its number and its CPF or CNPJ. `accessToken`: the browser's token if it has
 * one; the one in the answer replaces it in the cookie, and so does `browser`. `endsWithTab`: the device is somebody
 * else's. Failures: those of `matchOrder`.
 */
export async function findOrder(
  ctx: Context,
  command: Asked & { accessToken?: string | undefined; endsWithTab?: boolean },
): Promise<{ number: OrderNumber; accessToken: string; browser: string | undefined }> {
  const now = ctx.clock.now();
  const { order, number, by } = await matchOrder(ctx, command);
  const { endsWithTab = false } = command;
  return transact(ctx.db, async (tx) => {
    const details = { by, endsWithTab };
    await record(tx, { chain: `order:${order.id}`, act: "order.opened", actor: { kind: "applicant" }, details }, now);
    const accessToken = await renewAccess(tx, command.accessToken, { orderId: order.id, endsWithTab }, now);
    const browser = endsWithTab ? undefined : await rememberBrowser(tx, command.browser, subjectOf(ctx, order), now);
    return { number, accessToken, browser };
  });
}

/**
 * The order whose number and CPF or CNPJ these are; nothing is opened. Whatever is wrong (no such order, other person's,
 * badly typed), the words and the work are the same.
 * Failures: order-not-matched, too-many-requests {seconds} (see `countAgainstGuessing`; hits are counted too).
 */
export async function matchOrder(
  ctx: Context,
  asked: Asked,
): Promise<{ order: Order; number: OrderNumber; by: "cpf" | "cnpj" }> {
  const typed = parseOrderNumber(asked.number);
  const taxpayerId = parseTaxpayerId(asked.taxpayerId);
  const order = await orderRowByNumber(ctx.db, typed ?? "");
  await countAgainstGuessing(ctx, { ...asked, number: typed ?? asked.number, order }, ctx.clock.now());

  const mark = (id: string | null | undefined) => Buffer.from(ctx.secrets.hmac("lookup-id", id ?? ""), "hex");
  const given = mark(taxpayerId ?? "none");
  const byCpf = timingSafeEqual(given, mark(order?.cpf));
  const byCnpj = timingSafeEqual(given, mark(order?.cnpj));
  if (!order?.number || !(byCpf || byCnpj)) throw new OrdersFailure("order-not-matched");
  return { order, number: order.number, by: byCpf ? "cpf" : "cnpj" };
}

/**
 * Slows down whoever guesses without shutting the holder out: tries are counted by number and network together, by
 * network, and, with a far higher limit, by number alone. A browser that opened this very order before, and a visitor
 * by a link of our letters, have a count of their own that no stranger can use up.
 */
async function countAgainstGuessing(ctx: Context, by: { number: string; order: Order | undefined } & Came, now: Date) {
  const { lookup } = (await rulePackAt(ctx.db, noRa, now)).content;
  const { number, order, browser, letterMark } = by;
  const network = networkOf(by.address);
  const limits: [purpose: string, key: string, most: number][] = [];
  if (order && (await isKnownBrowser(ctx.db, browser, subjectOf(ctx, order), now)))
    limits.push(["lookup-known", `${number} ${browser}`, lookup.perNumber]);
  else {
    const isByLetter = letterMark !== undefined && letterMark === letterMarkOf(ctx.secrets, number);
    limits.push([isByLetter ? "lookup-letter" : "lookup-pair", `${number} ${network}`, lookup.perNumber]);
    limits.push(["lookup-address", network, lookup.perAddress]);
    if (!isByLetter) limits.push(["lookup-number", number, lookup.perNumberInAll]);
  }
  for (const [purpose, key, most] of limits) {
    const windowMs = lookup.windowMinutes * minuteMs;
    const { count, seconds } = await countAttempt(ctx.db, ctx.secrets.hmac(purpose, key), windowMs, now);
    if (count > most) throw new Failure("too-many-requests", { seconds });
  }
}

const subjectOf = (ctx: Context, order: Order): string => ctx.secrets.hmac("known-order", order.id);

import { timingSafeEqual } from "node:crypto";
import { record } from "../audit/record.ts";
import { rulePackAt } from "../catalog/catalog-views.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { networkOf } from "../platform/network.ts";
import { parseTaxpayerId } from "../platform/taxpayer-id.ts";
import { countLookup } from "./access-store.ts";
import { type OrderNumber, parseOrderNumber } from "./order-number.ts";
import { orderRowByNumber } from "./order-store.ts";
import { renewAccess } from "./renew-access.ts";

// The limits are the installation's: a miss belongs to no AR.
const noRa = "00000000-0000-0000-0000-000000000000";

/**
 * Opens an order to a browser that knows its number and its CPF or CNPJ. Whatever is wrong (no such order, other
 * person's, badly typed), the words and the work are the same. `address` is the caller's IP, `accessToken` the browser's token
 * if it has one; the answer's goes into its cookie in its place. `endsWithTab`: the device is somebody else's.
 * Failures: order-not-matched, too-many-requests {seconds} (per number and per network, hits counted too).
 */
export async function findOrder(
  ctx: Context,
  command: {
    number: string;
    taxpayerId: string;
    address: string;
    accessToken?: string | undefined;
    endsWithTab?: boolean;
  },
): Promise<{ number: OrderNumber; accessToken: string }> {
  const now = ctx.clock.now();
  const number = parseOrderNumber(command.number);
  const taxpayerId = parseTaxpayerId(command.taxpayerId);
  await countAgainstGuessing(ctx, number ?? command.number, command.address, now);

  const order = await orderRowByNumber(ctx.db, number ?? "");
  const mark = (id: string | null | undefined) => Buffer.from(ctx.secrets.hmac("lookup-id", id ?? ""), "hex");
  const given = mark(taxpayerId ?? "none");
  const byCpf = timingSafeEqual(given, mark(order?.cpf));
  const byCnpj = timingSafeEqual(given, mark(order?.cnpj));
  if (!order?.number || !(byCpf || byCnpj)) throw new Failure("order-not-matched");

  const { endsWithTab = false } = command;
  const accessToken = await transact(ctx.db, async (tx) => {
    const details = { by: byCpf ? "cpf" : "cnpj", endsWithTab };
    await record(tx, { chain: `order:${order.id}`, act: "order.opened", actor: { kind: "applicant" }, details }, now);
    return renewAccess(tx, command.accessToken, { orderId: order.id, endsWithTab }, now);
  });
  return { number: order.number, accessToken };
}

async function countAgainstGuessing(ctx: Context, number: string, address: string, now: Date): Promise<void> {
  const counts = await transact(ctx.db, async (tx) => {
    const { lookup } = (await rulePackAt(tx, noRa, now)).content;
    const since = new Date(now.getTime() - lookup.windowMinutes * 60_000);
    const ofNumber = await countLookup(tx, ctx.secrets.hmac("lookup-number", number), since, now);
    const ofAddress = await countLookup(tx, ctx.secrets.hmac("lookup-address", networkOf(address)), since, now);
    return { over: ofNumber > lookup.perNumber || ofAddress > lookup.perAddress, seconds: lookup.windowMinutes * 60 };
  });
  if (counts.over) throw new Failure("too-many-requests", { seconds: counts.seconds });
}

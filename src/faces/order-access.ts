import type { FastifyReply, FastifyRequest } from "fastify";
import { orderPath } from "../contract/holder-addresses.ts";
import { closeAccess } from "../orders/access/close-access.ts";
import { isPlaced, type Order, type PlacedOrder } from "../orders/order.ts";
import { parseOrderNumber } from "../orders/order-number.ts";
import { type ApplicantPrincipal, holderOf } from "../orders/order-principal.ts";
import { OrdersFailure } from "../orders/orders-failures.ts";
import { ordersOfAccess } from "../orders/orders-reads.ts";
import { Failure } from "../platform/failures/failure.ts";
import type { Context } from "../platform/settings/context.ts";
import { borrowedMark, dropCookie, keepCookie, readCookie } from "./cookies.ts";
import { Elsewhere } from "./page.ts";

const name = "confere_pedido";
const weekSeconds = 7 * 86_400;

/** The browser's access token, if its cookie holds something that may be one. */
export function accessTokenOf(ctx: Context, request: FastifyRequest): string | undefined {
  const value = readCookie(ctx, request, name);
  const token = value.endsWith(borrowedMark) ? value.slice(0, -borrowedMark.length) : value;
  return /^[\w-]{43}$/.test(token) ? token : undefined;
}

function isBorrowed(ctx: Context, request: FastifyRequest): boolean {
  return readCookie(ctx, request, name).endsWith(borrowedMark);
}

/** The token that a use case gave in the place of the one of before. `borrowed`: said just now, or before and never taken back. */
export function keepAccessToken(ctx: Context, reply: FastifyReply, token: string, borrowed = false): void {
  const ends = borrowed || isBorrowed(ctx, reply.request);
  if (ends) keepCookie(ctx, reply, name, token + borrowedMark);
  else keepCookie(ctx, reply, name, token, weekSeconds);
}

/**
 * The placed order of this number, if this browser may see it (it started it, or gave number + CPF/CNPJ).
 * Failure sign-in-needed otherwise, whether the order exists or not: the door then leads to /pedido.
 */
export async function requireOrder(ctx: Context, request: FastifyRequest, number: string): Promise<PlacedOrder> {
  return placedAmong(await ordersOfRequest(ctx, request), number);
}

/** The same where the orders that this browser may see are known. */
export function placedAmong(seen: readonly Order[], number: string): PlacedOrder {
  const wanted = parseOrderNumber(number);
  const order = seen.find((candidate) => candidate.number === wanted);
  if (!wanted || !order || !isPlaced(order)) throw new Failure("sign-in-needed");
  return order;
}

/**
 * The same of an order that is attended by video: the pages of paying, papers, room and certificate are only theirs.
 * Otherwise elsewhere: to the order's panel, else order-in-person.
 */
export async function requireVideoOrder(ctx: Context, request: FastifyRequest, number: string): Promise<PlacedOrder> {
  const order = await requireOrder(ctx, request, number);
  if (order.attendance === "in-person")
    throw new Elsewhere(orderPath(order.number), new OrdersFailure("order-in-person"));
  return order;
}

/** The order of this id, draft or placed, if this browser may see it. Failure draft-not-here otherwise, whether it exists or not. */
export async function requireDraft(ctx: Context, request: FastifyRequest, orderId: string): Promise<Order> {
  const order = (await ordersOfRequest(ctx, request)).find((candidate) => candidate.id === orderId);
  if (!order) throw new OrdersFailure("draft-not-here");
  return order;
}

/** Every order this browser may see, newest first. */
export async function ordersOfRequest(ctx: Context, request: FastifyRequest): Promise<Order[]> {
  const token = accessTokenOf(ctx, request);
  return token ? ordersOfAccess(ctx.db, token, ctx.clock.now()) : [];
}

/** What this browser's token opens, for the use cases to judge by. */
export async function holderOfRequest(ctx: Context, request: FastifyRequest): Promise<ApplicantPrincipal> {
  return holderOf(...(await ordersOfRequest(ctx, request)).map(({ id }) => id));
}

/** Closes every order in this browser, here and in the database. */
export async function forgetAccess(ctx: Context, reply: FastifyReply): Promise<void> {
  const accessToken = accessTokenOf(ctx, reply.request);
  if (accessToken) await closeAccess(ctx, { accessToken });
  dropCookie(ctx, reply, name);
}

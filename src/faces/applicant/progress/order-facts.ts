import { productById } from "../../../catalog/catalog-reads.ts";
import type { Product } from "../../../catalog/product.ts";
import { newestUsableAt, type RequirementState } from "../../../documents/papers/paper.ts";
import { paperStates, papersOf } from "../../../documents/papers/paper-reads.ts";
import { caseOfOrder } from "../../../irregularities/irregularities-reads.ts";
import type { IrregularityCase } from "../../../irregularities/irregularity.ts";
import { type IssuanceStage, issuanceStage } from "../../../issuance/certificates/issuance.ts";
import {
  certificatesOf,
  type IssuedCertificate,
  issuanceFacts,
  paidTimeOf,
} from "../../../issuance/certificates/issuance-reads.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import type { Charge, Payment } from "../../../payments/charge.ts";
import { openChargeOf, paymentOf } from "../../../payments/payments-reads.ts";
import type { Site } from "../../../people/authority/site.ts";
import { siteById } from "../../../people/authority/site-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { earlierProgress, type ProofingProgress, proofingProgress } from "../../../proofing/proofing-reads.ts";
import type { Readiness } from "../../../rooms/readiness/readiness.ts";
import { readinessOf } from "../../../rooms/readiness/readiness-reads.ts";
import type { Room } from "../../../rooms/room.ts";
import { roomOfOrder } from "../../../rooms/rooms-reads.ts";
import { type Appointment, openOf } from "../../../scheduling/appointments/appointment.ts";
import { appointmentsOf, declinedAt } from "../../../scheduling/appointments/scheduling-reads.ts";
import { type WalkIn, wishStands } from "../../../scheduling/line/walk-in.ts";
import { lastWaitOf, type Outlook, wishedAt } from "../../../scheduling/line/walk-in-reads.ts";
import type { Shipment } from "../../../shipping/shipment.ts";
import { shipmentOf } from "../../../shipping/shipping-reads.ts";
import type { Deadline } from "../../../watch/deadlines/deadline.ts";
import { openDeadlinesOf } from "../../../watch/deadlines/deadline-reads.ts";
import type { Lateness } from "../../../watch/lateness/lateness.ts";
import { latenessesOf } from "../../../watch/lateness/watch-reads.ts";
import type { Trouble } from "../../../watch/troubles/trouble.ts";
import { troubleOf } from "../../../watch/troubles/trouble-reads.ts";
import { outlookOf } from "../walk-in-outlook.ts";

/** Everything the domains know of one order, read at one moment; progress is computed from it and stored nowhere. */
export type OrderFacts = {
  order: PlacedOrder;
  product: Product;
  /** Where it is attended in person; undefined: by video. */
  site: Site | undefined;
  payment: Payment | undefined;
  /** A bank is connected; else the AR writes down what it was paid. */
  paysOnline: boolean;
  charge: Charge | undefined;
  open: Appointment | undefined;
  /** The newest that ended, for its reason. */
  last: Appointment | undefined;
  /** Every one there was, newest first. */
  appointments: Appointment[];
  latenesses: Lateness[];
  deadlines: Deadline[];
  /** When the holder's calendar declined the invitation to the open time. */
  declinedAt: Date | undefined;
  /** The newest wait for "Atender agora", ended or not. */
  wait: WalkIn | undefined;
  /**
   * The holder chose "Atender agora" while buying and nothing else since; it no longer counts when they paid long
   * after.
   */
  wished: boolean;
  /** How "Atender agora" goes at this moment; only for a paid order without a time. */
  outlook: Outlook | undefined;
  papers: RequirementState[];
  /** When the newest usable file came. */
  lastPaperAt: Date | undefined;
  room: Room | undefined;
  readiness: Readiness | undefined;
  proofing: ProofingProgress;
  /** What the sittings before came to, newest first. */
  earlier: ProofingProgress[];
  /** The AR's examination of an irregularity; the holder hears that there is one, and until when. */
  inquiry: IrregularityCase | undefined;
  issuance: IssuanceStage;
  /** Every certificate there was, the newest first; and until when a revoked one may have a successor. */
  certificates: IssuedCertificate[];
  paidUntil: Date | undefined;
  shipment: Shipment | undefined;
  /** Something of ours that fails and keeps the holder waiting. */
  trouble: Trouble | undefined;
};

/** What shows how far an order has come, as far as the choice of its time depends on it. */
type StandingFacts = Pick<OrderFacts, "order" | "site" | "payment" | "open" | "last" | "proofing" | "issuance">;
/** What the page of an order's time shows. */
export type TimeFacts = Pick<OrderFacts, "order" | "site" | "payment" | "open" | "wait" | "wished" | "outlook">;

/** The one thing that moves the order on: what, whose act it is, and by when. */
export type NextStep = { title: string; words: string; owner: string; until?: string; href?: string; button?: string };

/** `payment` and `appointments` are the order's own, as read a moment ago. */
export async function standingFacts(
  ctx: Context,
  { order, payment, appointments }: Pick<OrderFacts, "order" | "payment" | "appointments">,
): Promise<StandingFacts> {
  const issuance = await issuanceFacts(ctx.db, order.id, ctx.clock.now());
  if (!issuance) throw new Failure("not-found");
  return {
    order,
    payment,
    open: openOf(appointments, ctx.clock.now()),
    last: appointments.find(({ status }) => status === "released"),
    site: await siteOf(ctx, order),
    proofing: await proofingProgress(ctx.db, order.id),
    issuance: issuanceStage(issuance),
  };
}

type Line = Pick<OrderFacts, "order" | "product" | "payment" | "open">;

/** What the page of the order's time shows; `payment` and `open` are the order's own, as read a moment ago. */
export async function timeFacts(ctx: Context, line: Line): Promise<TimeFacts> {
  const { order, payment, open } = line;
  return { order, payment, open, site: await siteOf(ctx, order), ...(await lineFacts(ctx, line)) };
}

async function lineFacts(
  ctx: Context,
  { order, product, payment, open }: Line,
): Promise<Pick<OrderFacts, "wait" | "wished" | "outlook">> {
  const wished = await wishedAt(ctx.db, order.id);
  return {
    wait: await lastWaitOf(ctx.db, order.id),
    wished: !open && wished !== undefined && wishStands(wished, payment?.paidAt ?? ctx.clock.now()),
    outlook: payment && !open && !order.cancelledAt ? await outlookOf(ctx, product, order) : undefined,
  };
}

async function siteOf(ctx: Context, { siteId }: PlacedOrder): Promise<Site | undefined> {
  return siteId === null ? undefined : siteById(ctx.db, siteId);
}

export async function orderFacts(ctx: Context, order: PlacedOrder): Promise<OrderFacts> {
  const now = ctx.clock.now();
  const product = await productById(ctx.db, order.productId);
  if (!product) throw new Failure("not-found");
  const appointments = await appointmentsOf(ctx.db, order.id);
  const payment = await paymentOf(ctx.db, order.id);
  const standing = await standingFacts(ctx, { order, payment, appointments });
  const { open } = standing;
  return {
    ...standing,
    ...(await lineFacts(ctx, { ...standing, product })),
    product,
    appointments,
    paysOnline: ctx.config.paymentProvider !== undefined,
    charge: await openChargeOf(ctx.db, order.id),
    declinedAt: open && (await declinedAt(ctx.db, open.id)),
    latenesses: await latenessesOf(ctx.db, order.id),
    deadlines: await openDeadlinesOf(ctx.db, order.id),
    inquiry: await caseOfOrder(ctx.db, order.id),
    earlier: await earlierProgress(ctx.db, order.id),
    papers: await paperStates(ctx.db, order.id, now),
    lastPaperAt: newestUsableAt(await papersOf(ctx.db, order.id)),
    room: await roomOfOrder(ctx.db, order.id),
    readiness: await readinessOf(ctx.db, order.id),
    certificates: await certificatesOf(ctx.db, order.id),
    paidUntil: await paidTimeOf(ctx.db, order.id),
    shipment: await shipmentOf(ctx.db, order.id),
    trouble: await troubleOf(ctx.db, order.id),
  };
}

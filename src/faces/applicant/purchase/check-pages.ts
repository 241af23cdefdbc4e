import type { FastifyInstance } from "fastify";
import {
  orderPaymentPath,
  purchaseCheckPath,
  purchaseCheckTimePath,
  purchaseSlotNowPath,
  purchaseSlotPath,
} from "../../../contract/holder-addresses.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { dayInBrazil } from "../../../platform/time/brasilia.ts";
import { extendHold } from "../../../scheduling/appointments/extend-hold.ts";
import { holdSlots } from "../../../scheduling/booking/hold-slot.ts";
import { placePurchase } from "../../../scheduling/booking/place-purchase.ts";
import { wishedAt } from "../../../scheduling/line/walk-in-reads.ts";
import { forgetWish, wishWalkIn } from "../../../scheduling/line/wish-walk-in.ts";
import { SchedulingFailure } from "../../../scheduling/scheduling-failures.ts";
import { actsOf, nothing } from "../../acts.ts";
import type { FormErrors } from "../../form.ts";
import type { SlotQuery } from "../../slot-offer.ts";
import { besideSlot, offerSlots, slotForm } from "../../slot-offer.ts";
import { outlookOf } from "../walk-in-outlook.ts";
import { CheckAnswersView, SlotView } from "./purchase-confirm-view.tsx";
import { atStep, type ByBuyer, holdsOf, lostTimeOf } from "./purchase-entry.ts";
import { videoConfirmForm } from "./purchase-forms.ts";
import { type Purchase, stepHref } from "./purchase-steps.ts";

/** `perdido`: the time that was held could not be had again. */
type LostQuery = { perdido?: string };

/** The last two pages before the money: when, and whether all is right. Both are of the whole purchase. */
export function checkPages(app: FastifyInstance, ctx: Context): void {
  const { page, press } = actsOf(app);
  const offerFor = ({ lines, order }: Purchase, asked: SlotQuery) =>
    offerSlots(
      ctx,
      lines.map(({ product }) => product),
      asked,
      { holderCpf: order.cpf },
    );
  const slotView = async (purchase: Purchase, asked: SlotQuery & LostQuery, errors?: FormErrors) => {
    const outlook = purchase.lines.length === 1 ? await outlookOf(ctx, purchase.product, purchase.order) : undefined;
    const [lost, isTaken] = [await lostTimeOf(ctx, purchase), asked.perdido === "sim"];
    const offer = await offerFor(purchase, asked);
    return SlotView({ purchase, offer, outlook, lost, isTaken, ...(errors ? { errors } : {}) });
  };
  /** `isLater`: the holder said that the time is chosen after paying. */
  const checkView = async (purchase: Purchase, saidLater: boolean, errors?: FormErrors) => {
    const isLater = saidLater || !purchase.frame.paysOnline;
    const wished = !isLater && purchase.lines.length === 1 && (await wishedAt(ctx.db, purchase.order.id)) !== undefined;
    const holds = await holdsOf(ctx, purchase);
    const lost = isLater || wished ? undefined : await lostTimeOf(ctx, purchase);
    return CheckAnswersView({
      purchase,
      holds,
      lost,
      wished,
      isLater,
      now: ctx.clock.now(),
      ...(errors ? { errors } : {}),
    });
  };

  const toCheck = ({ purchase }: ByBuyer) => stepHref(purchase.order, "conferir");
  const toSlots = ({ purchase }: ByBuyer) => stepHref(purchase.order, "horario");

  const atSlots = atStep(ctx, "horario");
  page(purchaseSlotPath, atSlots, ({ purchase, asked }) => slotView(purchase, asked));
  press(purchaseSlotPath, {
    guard: atSlots,
    form: slotForm,
    act: async ({ horario: startsAt, idioma: language }, { purchase, by }) => {
      const orderIds = purchase.lines.map(({ order }) => order.id);
      return holdSlots(ctx, { orderIds, startsAt, language, by: await by() });
    },
    to: toCheck,
    again: ({ purchase, asked }, errors, { idioma }) => slotView(purchase, { dia: asked.dia, idioma }, errors),
    beside: besideSlot,
  });
  press(purchaseSlotNowPath, {
    guard: atSlots,
    form: nothing,
    act: async (_, { purchase, by }) => wishWalkIn(ctx, { orderId: purchase.order.id, by: await by() }),
    to: toCheck,
  });

  const atCheck = atStep(ctx, "conferir");
  page(purchaseCheckPath, atCheck, ({ purchase, asked }) => checkView(purchase, asked.horario === "depois"));
  press(purchaseCheckTimePath, {
    guard: atCheck,
    form: nothing,
    act: async (_, { purchase, by }) => {
      const [held] = [...(await holdsOf(ctx, purchase)).keys()];
      // Pressed after the hold ended: the page says that it is over, and how to go on.
      await extendHold(ctx, { orderId: held ?? purchase.order.id, by: await by() }).catch(unless("hold-over"));
    },
    to: toCheck,
  });
  press(purchaseCheckPath, {
    guard: atCheck,
    form: videoConfirmForm,
    act: async ({ horario: startsAt, idioma: language, quando }, given) => {
      const orderId = given.purchase.order.id;
      const by = await given.by();
      if (quando === "depois") await forgetWish(ctx, { orderId, by });
      const time = startsAt && { startsAt, language };
      const placed = await placePurchase(ctx, { orderId, time, by }).catch(unless("hold-lost"));
      if (placed) return orderPaymentPath(placed.number);
      return `${toSlots(given)}?perdido=sim${startsAt ? `&dia=${dayInBrazil(startsAt)}` : ""}`;
    },
    to: (_, next) => next,
    again: ({ purchase }, errors, { quando }) => checkView(purchase, quando === "depois", errors),
    beside: besideSlot,
  });
}

/** Turns this one refusal into undefined: the next page tells it. */
function unless(code: "hold-over" | "hold-lost"): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof SchedulingFailure && error.code === code) return undefined;
    throw error;
  };
}

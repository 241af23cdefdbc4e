import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { eligibilityTable, productByCode, rulePackAt } from "../../../catalog/catalog-reads.ts";
import {
  purchaseContactCodePath,
  purchaseContactPath,
  purchaseDetailsPath,
  purchaseEligibilityPath,
  purchaseStartPath,
} from "../../../contract/holder-addresses.ts";
import { confirmContact } from "../../../orders/contact/confirm-contact.ts";
import { channelsToConfirm } from "../../../orders/contact/contact-code.ts";
import { requestContactCode } from "../../../orders/contact/request-contact-code.ts";
import { answerBiometrics } from "../../../orders/draft/answer-biometrics.ts";
import { describeApplicant } from "../../../orders/draft/describe-applicant.ts";
import type { ContactChannel, Order } from "../../../orders/order.ts";
import { OrdersFailure } from "../../../orders/orders-failures.ts";
import { contactCodeState, orderById } from "../../../orders/orders-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { startPurchase } from "../../../scheduling/booking/start-purchase.ts";
import { actsOf } from "../../acts.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { accessTokenOf, holderOfRequest, keepAccessToken, requireDraft } from "../../order-access.ts";
import { Elsewhere } from "../../page.ts";
import { type ApplicantDeps, shopFrame } from "../applicant-page.tsx";
import { nextCodeAt } from "../code-sent.tsx";
import { basketPages } from "./basket-pages.ts";
import { checkPages } from "./check-pages.ts";
import { ContactCodeView } from "./contact-code-view.tsx";
import { inPersonPages, knownSites } from "./in-person-pages.ts";
import { atStep, type ByBuyer } from "./purchase-entry.ts";
import {
  applicantForm,
  besideCode,
  besideData,
  biometricsForm,
  codeForm,
  resendForm,
  typedData,
} from "./purchase-forms.ts";
import { type Purchase, purchaseOf, sharedHref, stepHref } from "./purchase-steps.ts";
import { ApplicantDataView, EligibilityView, NotEligibleView } from "./purchase-view.tsx";

/**
 * The purchase, one question per page. Every page can be entered again; one whose turn has not come leads back to the
 * first that lacks an answer, and a draft that got its number leads to the order's own pages.
 */
export function purchasePages(app: FastifyInstance, { ctx }: ApplicantDeps): void {
  basketPages(app, ctx);
  checkPages(app, ctx);
  inPersonPages(app, ctx);
  const { page, press } = actsOf(app);

  press(purchaseStartPath, {
    guard: async (request, reply) => ({ frame: await shopFrame(ctx, request), request, reply }),
    form: z.object({ produto: z.string().max(60).catch("") }),
    act: async ({ produto }, { frame, request, reply }) => {
      const product = frame.ra && (await productByCode(ctx.db, frame.ra.id, produto));
      if (!product) throw new OrdersFailure("product-not-on-sale");
      const token = accessTokenOf(ctx, request);
      const started = await startPurchase(ctx, { productId: product.id, accessToken: token });
      keepAccessToken(ctx, reply, started.accessToken);
      const order = await orderById(ctx.db, started.orderId);
      if (!order) throw new Failure("not-found");
      return purchaseOf(ctx, order);
    },
    to: (_, { order, steps }) => stepHref(order, steps[0] ?? "dados"),
  });

  const anyTime = atStep(ctx);
  page(purchaseEligibilityPath, anyTime, ({ purchase }) => {
    const { biometricsAnswer, eligibilityOutcome } = purchase.order;
    if (eligibilityOutcome === "in-person" && !purchase.steps.includes("elegibilidade"))
      return notEligibleView(ctx, purchase);
    const values: FormValues = biometricsAnswer === null ? {} : { biometria: biometricsAnswer ? "sim" : "nao" };
    return EligibilityView({ purchase, values });
  });
  press(purchaseEligibilityPath, {
    guard: anyTime,
    form: biometricsForm,
    act: async ({ biometria }, { purchase, by }) =>
      answerBiometrics(ctx, { orderId: purchase.order.id, biometricsOnFile: biometria === "sim", by: await by() }),
    to: async ({ purchase }, { outcome, words }) => {
      const { order } = purchase;
      if (outcome !== "video") return NotEligibleView({ purchase, words, sites: await knownSites(ctx, order.raId) });
      return order.cpf ? sharedHref(purchase, "certificados") : stepHref(order, "dados");
    },
    again: ({ purchase }, errors, values) => EligibilityView({ purchase, errors, values }),
  });

  const atDetails = atStep(ctx, "dados");
  page(purchaseDetailsPath, atDetails, ({ purchase }) =>
    ApplicantDataView({ purchase, values: typedData(purchase.order) }),
  );
  press(purchaseDetailsPath, {
    guard: atDetails,
    form: ({ purchase }: ByBuyer) => applicantForm(purchase.product.person),
    act: async (data, { purchase, by, request }) => {
      await describeApplicant(ctx, { orderId: purchase.order.id, data, by: await by() });
      await sendFirstCode(ctx, request, purchase.order.id);
    },
    to: toContact,
    again: ({ purchase }, errors, values) => ApplicantDataView({ purchase, errors, values }),
    beside: besideData,
  });

  const atContact = atStep(ctx, "contato");
  const contactAgain = ({ purchase }: ByBuyer, errors: FormErrors) => contactView(ctx, purchase, false, errors);
  page(purchaseContactPath, atContact, async ({ purchase, asked }) => {
    if (!(await channelDue(ctx, purchase.order))) throw new Elsewhere(stepHref(purchase.order, "horario"));
    return contactView(ctx, purchase, asked.codigo === "enviado");
  });
  press(purchaseContactPath, {
    guard: atContact,
    form: codeForm,
    act: async ({ canal: channel, codigo: code }, { purchase, by, request, reply }) => {
      const orderId = purchase.order.id;
      const token = accessTokenOf(ctx, request);
      const { accessToken } = await confirmContact(ctx, { orderId, channel, code, by: await by(), accessToken: token });
      if (accessToken) keepAccessToken(ctx, reply, accessToken);
      await sendFirstCode(ctx, request, orderId);
    },
    to: toContact,
    again: contactAgain,
    beside: besideCode,
  });
  press(purchaseContactCodePath, {
    guard: atContact,
    form: resendForm,
    act: async ({ canal: channel }, { purchase, by, request }) =>
      requestContactCode(ctx, { orderId: purchase.order.id, channel, by: await by(), address: request.ip }),
    to: (given) => `${toContact(given)}?codigo=enviado`,
    again: contactAgain,
  });
}

const toContact = ({ purchase }: ByBuyer) => stepHref(purchase.order, "contato");

/** A "no" that no answer can change: decided when the draft was started. */
async function notEligibleView(ctx: Context, purchase: Purchase) {
  const { raId, eligibilityRuleId } = purchase.order;
  const rule = (await eligibilityTable(ctx.db, raId)).find(({ id }) => id === eligibilityRuleId);
  return NotEligibleView({ purchase, words: rule?.words ?? "", sites: await knownSites(ctx, raId) });
}

async function channelDue(ctx: Context, order: Order): Promise<ContactChannel | undefined> {
  const { contact } = (await rulePackAt(ctx.db, order.raId, ctx.clock.now())).content;
  const confirmed = { email: order.emailConfirmedAt, phone: order.phoneConfirmedAt };
  return channelsToConfirm(contact.confirm, ctx.config, order.phone).find((channel) => !confirmed[channel]);
}

/**
 * Sends the code of the next contact to confirm, unless one that still counts is on its way. Past a limit the page itself
 * says how to go on; the data just typed must not be lost over it.
 */
async function sendFirstCode(ctx: Context, request: FastifyRequest, orderId: string): Promise<void> {
  const order = await requireDraft(ctx, request, orderId);
  const channel = await channelDue(ctx, order);
  if (!channel) return;
  const state = await codeState(ctx, order, channel);
  if ((state.expiresAt && state.expiresAt > ctx.clock.now()) || state.nextInSeconds > 0) return;
  const by = await holderOfRequest(ctx, request);
  await requestContactCode(ctx, { orderId, channel, by, address: request.ip }).catch((error: unknown) => {
    if (!(error instanceof OrdersFailure && error.code === "contact-codes-exhausted")) throw error;
  });
}

async function codeState(ctx: Context, order: Order, channel: ContactChannel) {
  const now = ctx.clock.now();
  const { contact } = (await rulePackAt(ctx.db, order.raId, now)).content;
  const destination = (channel === "email" ? order.email : order.phone) ?? "";
  return contactCodeState(ctx.db, order.id, channel, destination, now, contact.codesPerHour);
}

async function contactView(ctx: Context, purchase: Purchase, justSent: boolean, errors?: FormErrors) {
  const channel = (await channelDue(ctx, purchase.order)) ?? "email";
  const { sentAt, expiresAt, nextInSeconds } = await codeState(ctx, purchase.order, channel);
  const contact = { channel, sentAt, expiresAt, nextAt: nextCodeAt(nextInSeconds, ctx.clock.now()), justSent };
  return ContactCodeView({ purchase, contact, ...(errors ? { errors } : {}) });
}

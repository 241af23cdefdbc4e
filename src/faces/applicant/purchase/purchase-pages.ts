import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
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
import { answerForm, type FormErrors, type FormValues } from "../../form.ts";
import { accessTokenOf, holderOfRequest, keepAccessToken, requireDraft } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import { type ApplicantDeps, shopFrame } from "../applicant-page.tsx";
import { nextCodeAt } from "../code-sent.tsx";
import { basketPages } from "./basket-pages.ts";
import { checkPages } from "./check-pages.ts";
import { ContactCodeView } from "./contact-code-view.tsx";
import { inPersonPages, knownSites } from "./in-person-pages.ts";
import { enterPurchase, type StepRoute } from "./purchase-entry.ts";
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

  app.post(purchaseStartPath.route, async (request, reply) => {
    const frame = await shopFrame(ctx, request);
    const form = z.object({ produto: z.string().max(60).catch("") }).parse(request.body ?? {});
    const product = frame.ra && (await productByCode(ctx.db, frame.ra.id, form.produto));
    if (!product) throw new OrdersFailure("product-not-on-sale");
    const { orderId, accessToken } = await startPurchase(ctx, {
      productId: product.id,
      accessToken: accessTokenOf(ctx, request),
    });
    keepAccessToken(ctx, reply, accessToken);
    const order = await orderById(ctx.db, orderId);
    if (!order) throw new Failure("not-found");
    const { steps } = await purchaseOf(ctx, order);
    return reply.redirect(stepHref(order, steps[0] ?? "dados"), 303);
  });

  app.get<StepRoute>(purchaseEligibilityPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply);
    if (!purchase) return reply;
    const { biometricsAnswer, eligibilityOutcome } = purchase.order;
    if (eligibilityOutcome === "in-person" && !purchase.steps.includes("elegibilidade"))
      return sendPage(reply, await notEligibleView(ctx, purchase));
    const values: FormValues = biometricsAnswer === null ? {} : { biometria: biometricsAnswer ? "sim" : "nao" };
    return sendPage(reply, EligibilityView({ purchase, values }));
  });

  app.post<StepRoute>(purchaseEligibilityPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply);
    if (!purchase) return reply;
    const { order } = purchase;
    return answerForm(
      reply,
      biometricsForm,
      request.body,
      async ({ biometria }) => {
        const decision = await answerBiometrics(ctx, {
          orderId: order.id,
          biometricsOnFile: biometria === "sim",
          by: await holderOfRequest(ctx, request),
        });
        if (decision.outcome !== "video") {
          const sites = await knownSites(ctx, order.raId);
          return sendPage(reply, NotEligibleView({ purchase, words: decision.words, sites }));
        }
        return reply.redirect(order.cpf ? sharedHref(purchase, "certificados") : stepHref(order, "dados"), 303);
      },
      (errors, values) => EligibilityView({ purchase, errors, values }),
    );
  });

  app.get<StepRoute>(purchaseDetailsPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "dados");
    return purchase ? sendPage(reply, ApplicantDataView({ purchase, values: typedData(purchase.order) })) : reply;
  });

  app.post<StepRoute>(purchaseDetailsPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "dados");
    if (!purchase) return reply;
    const { order, product } = purchase;
    return answerForm(
      reply,
      applicantForm(product.person),
      request.body,
      async (data) => {
        await describeApplicant(ctx, { orderId: order.id, data, by: await holderOfRequest(ctx, request) });
        await sendFirstCode(ctx, request, order.id);
        return reply.redirect(stepHref(order, "contato"), 303);
      },
      (errors, values) => ApplicantDataView({ purchase, errors, values }),
      besideData,
    );
  });

  app.get<StepRoute & { Querystring: { codigo?: string } }>(purchaseContactPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "contato");
    if (!purchase) return reply;
    return contactPage(ctx, reply, purchase, request.query.codigo === "enviado");
  });

  app.post<StepRoute>(purchaseContactPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "contato");
    if (!purchase) return reply;
    const { order } = purchase;
    return answerForm(
      reply,
      codeForm,
      request.body,
      async ({ canal, codigo }) => {
        const { accessToken } = await confirmContact(ctx, {
          orderId: order.id,
          channel: canal,
          code: codigo,
          by: await holderOfRequest(ctx, request),
          accessToken: accessTokenOf(ctx, request),
        });
        if (accessToken) keepAccessToken(ctx, reply, accessToken);
        await sendFirstCode(ctx, request, order.id);
        return reply.redirect(stepHref(order, "contato"), 303);
      },
      async (errors) => contactView(ctx, purchase, false, errors),
      besideCode,
    );
  });

  app.post<StepRoute>(purchaseContactCodePath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "contato");
    if (!purchase) return reply;
    const { order } = purchase;
    return answerForm(
      reply,
      resendForm,
      request.body,
      async ({ canal }) => {
        const by = await holderOfRequest(ctx, request);
        await requestContactCode(ctx, { orderId: order.id, channel: canal, by, address: request.ip });
        return reply.redirect(`${stepHref(order, "contato")}?codigo=enviado`, 303);
      },
      async (errors) => contactView(ctx, purchase, false, errors),
    );
  });
}

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

async function contactPage(ctx: Context, reply: FastifyReply, purchase: Purchase, justSent: boolean) {
  if (!(await channelDue(ctx, purchase.order))) return reply.redirect(stepHref(purchase.order, "horario"), 303);
  return sendPage(reply, await contactView(ctx, purchase, justSent));
}

import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { rulePackAt } from "../../../catalog/catalog-reads.ts";
import {
  orderRevocationCodePath,
  orderRevocationConfirmationPath,
  orderRevocationPath,
} from "../../../contract/holder-addresses.ts";
import { confirmIssuanceCode } from "../../../issuance/certificates/confirm-issuance-code.ts";
import {
  isConfirmedFor,
  issuanceCodeState,
  issuedCertificateOf,
  paidTimeOf,
  reasonsOfferedOn,
} from "../../../issuance/certificates/issuance-reads.ts";
import { requestIssuanceCode } from "../../../issuance/certificates/request-issuance-code.ts";
import { revokeCertificate } from "../../../issuance/certificates/revoke-certificate.ts";
import type { CertificationAuthorities } from "../../../issuance/certification-authority.ts";
import { IssuanceFailure } from "../../../issuance/issuance-failures.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import { revocationReasons } from "../../../pki/certificates/revocation-list.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { dayInBrazil } from "../../../platform/time/brasilia.ts";
import { answerForm, type FormErrors, type FormValues } from "../../form.ts";
import { accessTokenOf, holderOfRequest, keepAccessToken, requireVideoOrder } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import { frameOf } from "../applicant-page.tsx";
import { nextCodeAt } from "../code-sent.tsx";
import { besideCode } from "../purchase/purchase-forms.ts";
import { RevocationView } from "./revocation-view.tsx";

type OrderRoute = { Params: { number: string } };
type Reason = keyof typeof revocationReasons;

const purpose = "revocation";
const codeForm = z.object({ codigo: z.string().trim().min(1, "Digite o código de 6 números que chegou no e-mail.") });
const revokeForm = z.object({
  razao: z.enum(Object.keys(revocationReasons) as [Reason, ...Reason[]], "Escolha o motivo da revogação."),
  certeza: z.literal("sim", "Marque que você quer revogar: isto não se desfaz."),
});

type Told = { errors?: FormErrors; values?: FormValues; justSent?: boolean };

/** `/pedido/:number/revogacao`: the holder revokes by day and night, with a code to the e-mail of the purchase. */
export function revocationPages(
  app: FastifyInstance,
  { ctx, authorities }: { ctx: Context; authorities: CertificationAuthorities },
): void {
  const tokenOf = (request: FastifyRequest): string => accessTokenOf(ctx, request) ?? "";
  const here = ({ number }: PlacedOrder) => orderRevocationPath(number);
  const view = (order: PlacedOrder, request: FastifyRequest, told: Told = {}) =>
    viewOf(ctx, order, tokenOf(request), told);

  app.get<OrderRoute & { Querystring: { codigo?: string } }>(orderRevocationPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    return sendPage(reply, await view(order, request, { justSent: request.query.codigo === "enviado" }));
  });

  app.post<OrderRoute>(orderRevocationCodePath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const act = async () => {
      const by = await holderOfRequest(ctx, request);
      const asked = { orderId: order.id, accessToken: tokenOf(request), address: request.ip };
      await requestIssuanceCode(ctx, { ...asked, purpose, by });
      return reply.redirect(`${here(order)}?codigo=enviado`, 303);
    };
    return answerForm(reply, z.object({}), request.body, act, (errors) => view(order, request, { errors }));
  });

  app.post<OrderRoute>(orderRevocationConfirmationPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const act = async ({ codigo: code }: z.output<typeof codeForm>) => {
      const by = await holderOfRequest(ctx, request);
      const typed = { orderId: order.id, accessToken: tokenOf(request), code, purpose, by } as const;
      keepAccessToken(ctx, reply, (await confirmIssuanceCode(ctx, typed)).accessToken);
      return reply.redirect(here(order), 303);
    };
    return answerForm(reply, codeForm, request.body, act, (errors) => view(order, request, { errors }), besideCode);
  });

  app.post<OrderRoute>(orderRevocationPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const act = async ({ razao: reason }: z.output<typeof revokeForm>) => {
      const issued = await issuedCertificateOf(ctx.db, order.id);
      if (!issued) throw new IssuanceFailure("revocation-not-due");
      const by = { holder: await holderOfRequest(ctx, request), accessToken: tokenOf(request) };
      await revokeCertificate(ctx, authorities, { serial: issued.serial, reason, note: "", by });
      return reply.redirect(here(order), 303);
    };
    const again = (errors: FormErrors, values: FormValues) => view(order, request, { errors, values });
    return answerForm(reply, revokeForm, request.body, act, again, { "revocation-reason-unfit": "razao" });
  });
}

async function viewOf(ctx: Context, order: PlacedOrder, accessToken: string, told: Told) {
  const { errors = {}, values = {}, justSent = false } = told;
  const now = ctx.clock.now();
  const issued = await issuedCertificateOf(ctx.db, order.id);
  const { codesPerHour: perHour } = (await rulePackAt(ctx.db, order.raId, now)).content.contact;
  const asked = { orderId: order.id, accessToken, perHour, purpose } as const;
  const { sentAt, nextInSeconds, isFirst } = await issuanceCodeState(ctx.db, asked, now);
  const confirmed = await isConfirmedFor(ctx.db, { orderId: order.id, accessToken, purpose }, now);
  return RevocationView({
    frame: await frameOf(ctx, order.raId),
    order,
    issued,
    paidUntil: await paidTimeOf(ctx.db, order.id),
    reasons: confirmed ? await reasonsOfferedOn(ctx.db, "holder", dayInBrazil(now)) : undefined,
    code: { sentAt, nextAt: nextCodeAt(nextInSeconds, now), isFirst, justSent },
    errors,
    values,
    now,
  });
}

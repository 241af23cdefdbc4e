import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { productById, rulePackAt } from "../../../catalog/catalog-reads.ts";
import { productTitle } from "../../../catalog/product.ts";
import {
  orderIssuanceAgreementPath,
  orderIssuanceAgreementSealPath,
  orderIssuanceAgreementTextPath,
  orderIssuanceCertificateFilePath,
  orderIssuanceCertificatePath,
  orderIssuanceCodePath,
  orderIssuanceConfirmationPath,
  orderIssuancePath,
} from "../../../contract/holder-addresses.ts";
import { publishedChain } from "../../../issuance/authorities/authority-reads.ts";
import { confirmIssuanceCode } from "../../../issuance/certificates/confirm-issuance-code.ts";
import { issuanceStage } from "../../../issuance/certificates/issuance.ts";
import {
  type IssuedCertificate,
  isConfirmedFor,
  issuanceCodeState,
  issuanceFacts,
  issuedCertificateOf,
  paidTimeOf,
  signedAgreementOf,
} from "../../../issuance/certificates/issuance-reads.ts";
import { issueCertificate } from "../../../issuance/certificates/issue-certificate.ts";
import { type Delivered, noteDelivery } from "../../../issuance/certificates/note-delivery.ts";
import { requestIssuanceCode } from "../../../issuance/certificates/request-issuance-code.ts";
import { signAgreement } from "../../../issuance/certificates/sign-agreement.ts";
import type { CertificationAuthorities } from "../../../issuance/certification-authority.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { shipmentOf } from "../../../shipping/shipping-reads.ts";
import { troubleOf } from "../../../watch/troubles/trouble-reads.ts";
import { answerForm, type FormErrors } from "../../form.ts";
import { accessTokenOf, holderOfRequest, keepAccessToken, requireVideoOrder } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import { frameOf } from "../applicant-page.tsx";
import { nextCodeAt } from "../code-sent.tsx";
import { besideCode } from "../purchase/purchase-forms.ts";
import { authorityPages } from "./issuance-authority-pages.ts";
import { IssuanceView } from "./issuance-view.tsx";
import { revocationPages } from "./revocation-pages.ts";

type IssuanceDeps = { ctx: Context; authorities: CertificationAuthorities };
type OrderRoute = { Params: { number: string } };

const base64 = z.base64().min(4).max(65_536);
const requestBody = z.strictObject({ request: base64 });
const codeForm = z.object({ codigo: z.string().trim().min(1, "Digite o código de 6 números que chegou no e-mail.") });
const signatureBody = z.strictObject({ signature: base64 });

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (!result.success) throw new Failure("form-invalid");
  return result.data;
}

/** `/pedido/:number/emissao`: key, certificate, agreement and file; and the authority's public files under `/ac`. */
export function issuancePages(app: FastifyInstance, { ctx, authorities }: IssuanceDeps): void {
  authorityPages(app, { ctx });
  revocationPages(app, { ctx, authorities });
  const delivered = async (request: FastifyRequest, orderId: string, what: Delivered) => {
    const by = await holderOfRequest(ctx, request);
    await noteDelivery(ctx, { orderId, what, address: request.ip, userAgent: request.headers["user-agent"] ?? "", by });
  };

  app.get<OrderRoute & { Querystring: { codigo?: string } }>(orderIssuancePath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const justSent = request.query.codigo === "enviado";
    return sendPage(reply, await viewOf(ctx, order, tokenOf(ctx, request), { justSent }));
  });

  app.post<OrderRoute>(orderIssuanceCodePath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const act = async () => {
      await requestIssuanceCode(ctx, {
        orderId: order.id,
        accessToken: tokenOf(ctx, request),
        by: await holderOfRequest(ctx, request),
        address: request.ip,
      });
      return reply.redirect(`${orderIssuancePath(order.number)}?codigo=enviado`, 303);
    };
    return answerForm(reply, z.object({}), request.body, act, (errors) =>
      viewOf(ctx, order, tokenOf(ctx, request), { errors }),
    );
  });

  app.post<OrderRoute>(orderIssuanceConfirmationPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const act = async ({ codigo }: z.output<typeof codeForm>) => {
      const { accessToken } = await confirmIssuanceCode(ctx, {
        orderId: order.id,
        accessToken: tokenOf(ctx, request),
        code: codigo,
        by: await holderOfRequest(ctx, request),
      });
      keepAccessToken(ctx, reply, accessToken);
      return reply.redirect(orderIssuancePath(order.number), 303);
    };
    const again = (errors: FormErrors) => viewOf(ctx, order, tokenOf(ctx, request), { errors });
    return answerForm(reply, codeForm, request.body, act, again, besideCode);
  });

  app.post<OrderRoute>(orderIssuanceCertificatePath.route, async (request) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const body = parsed(requestBody, request.body);
    const [by, accessToken] = [await holderOfRequest(ctx, request), tokenOf(ctx, request)];
    const command = { orderId: order.id, request: bytesOf(body.request), accessToken, by };
    const issued = await issueCertificate(ctx, authorities, command);
    await delivered(request, order.id, "certificate");
    return answerOf(ctx, issued);
  });

  app.get<OrderRoute>(orderIssuanceCertificatePath.route, async (request) => {
    const { id } = await requireVideoOrder(ctx, request, request.params.number);
    const issued = await issuedOf(ctx, id);
    await delivered(request, id, "certificate");
    return answerOf(ctx, issued);
  });

  app.post<OrderRoute>(orderIssuanceAgreementPath.route, async (request) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const body = parsed(signatureBody, request.body);
    await delivered(request, order.id, "agreement-sent");
    await signAgreement(ctx, {
      orderId: order.id,
      signature: bytesOf(body.signature),
      by: await holderOfRequest(ctx, request),
    });
    return { signed: true };
  });

  app.get<OrderRoute>(orderIssuanceCertificateFilePath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const { certificate } = await issuedOf(ctx, order.id);
    await delivered(request, order.id, "certificate-file");
    const name = `attachment; filename="${order.number}.cer"`;
    return reply.type("application/pkix-cert").header("content-disposition", name).send(Buffer.from(certificate));
  });

  for (const [ending, { route }] of [
    ["txt", orderIssuanceAgreementTextPath],
    ["p7s", orderIssuanceAgreementSealPath],
  ] as const)
    app.get<OrderRoute>(route, async (request, reply) => {
      const order = await requireVideoOrder(ctx, request, request.params.number);
      const agreement = await signedAgreementOf(ctx.db, order.id);
      if (!agreement) throw new Failure("not-found");
      await delivered(request, order.id, "agreement-file");
      reply.header("content-disposition", `attachment; filename="termo-${order.number}.${ending}"`);
      if (ending === "txt") return reply.type("text/plain; charset=utf-8").send(agreement.text);
      return reply.type("application/pkcs7-signature").send(Buffer.from(agreement.signature));
    });
}

/** `justSent`: a code, by the press before. */
type Told = { errors?: FormErrors; justSent?: boolean };

async function viewOf(ctx: Context, order: PlacedOrder, accessToken: string, told: Told) {
  const { errors = {}, justSent = false } = told;
  const now = ctx.clock.now();
  const product = await productById(ctx.db, order.productId);
  const facts = await issuanceFacts(ctx.db, order.id, now);
  if (!product || !facts) throw new Failure("not-found");
  const stage = issuanceStage(facts);
  const confirmed = stage !== "ready" || (await isConfirmedFor(ctx.db, { orderId: order.id, accessToken }, now));
  const { codesPerHour: perHour } = (await rulePackAt(ctx.db, order.raId, now)).content.contact;
  const asked = { orderId: order.id, accessToken, perHour };
  const { sentAt, nextInSeconds, isFirst } = await issuanceCodeState(ctx.db, asked, now);
  const code = { sentAt, nextAt: nextCodeAt(nextInSeconds, now), isFirst, justSent };
  return IssuanceView({
    frame: await frameOf(ctx, order.raId),
    order,
    productName: productTitle(product),
    stage,
    confirmation: confirmed ? undefined : { ...code, errors },
    issued: await issuedCertificateOf(ctx.db, order.id),
    paidUntil: await paidTimeOf(ctx.db, order.id),
    shipment: await shipmentOf(ctx.db, order.id),
    trouble: await troubleOf(ctx.db, order.id),
  });
}

/** `requireOrder` let the request in by this token. */
const tokenOf = (ctx: Context, request: FastifyRequest): string => accessTokenOf(ctx, request) ?? "";

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "base64"));

async function issuedOf(ctx: Context, orderId: string): Promise<IssuedCertificate> {
  const issued = await issuedCertificateOf(ctx.db, orderId);
  if (!issued) throw new Failure("not-found");
  return issued;
}

async function ownChain(ctx: Context): Promise<Uint8Array[]> {
  const chain = await publishedChain(ctx.db);
  if (!chain) throw new Error("no authority is in service");
  return [chain.issuing, chain.root];
}

/** What the page needs to go on: base64 of DER, the chain from the issuer to the root. */
async function answerOf(ctx: Context, issued: IssuedCertificate) {
  const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
  return {
    certificate: base64Of(issued.certificate),
    chain: (issued.chain ?? (await ownChain(ctx))).map(base64Of),
    agreement: issued.agreement,
    agreementSigned: issued.agreementSignedAt !== null,
  };
}

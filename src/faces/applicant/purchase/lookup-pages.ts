import type { FastifyInstance } from "fastify";
import { readAddress } from "../../../contract/address.ts";
import {
  orderEntryPath,
  orderPath,
  orderSignOutPath,
  orderTabPath,
  revocationEntryPath,
} from "../../../contract/holder-addresses.ts";
import { noteTab } from "../../../orders/access/close-access.ts";
import { findOrder } from "../../../orders/access/find-order.ts";
import { isPlaced } from "../../../orders/order.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { keepKnownBrowser, knownBrowser } from "../../cookies.ts";
import { answerForm } from "../../form.ts";
import { accessTokenOf, forgetAccess, keepAccessToken, ordersOfRequest } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import { type ApplicantDeps, shopFrame } from "../applicant-page.tsx";
import { LookupView } from "./lookup-view.tsx";
import { lookupForm, tabForm } from "./purchase-forms.ts";
import { letterMarkIn, returnTo, wantsRevocation } from "./return-address.ts";

/** `/pedido`: back to an order by its number and the holder's CPF or CNPJ, without any account. */
export function lookupPages(app: FastifyInstance, { ctx }: ApplicantDeps): void {
  app.get<{ Querystring: { depois?: string } }>(orderEntryPath.route, async (request, reply) => {
    const orders = (await ordersOfRequest(ctx, request)).filter(isPlaced);
    const values = { depois: request.query.depois ?? "", numero: numberIn(request.query.depois) };
    return sendPage(reply, LookupView({ frame: await shopFrame(ctx, request), orders, values }));
  });

  // Open day and night, from anywhere: the address that help, letters and the agreement can name.
  app.get(revocationEntryPath.route, async (request, reply) => {
    const orders = (await ordersOfRequest(ctx, request)).filter(isPlaced);
    const values = { depois: wantsRevocation };
    return sendPage(reply, LookupView({ frame: await shopFrame(ctx, request), orders, values }));
  });

  app.post(orderEntryPath.route, async (request, reply) => {
    const frame = await shopFrame(ctx, request);
    return answerForm(
      reply,
      lookupForm,
      request.body,
      async ({ numero, documento, depois, emprestado }) => {
        const { number, accessToken, browser } = await findOrder(ctx, {
          number: numero,
          taxpayerId: documento,
          address: request.ip,
          accessToken: accessTokenOf(ctx, request),
          endsWithTab: emprestado,
          browser: knownBrowser(ctx, request),
          letterMark: letterMarkIn(depois),
        });
        if (browser) keepKnownBrowser(ctx, reply, browser);
        keepAccessToken(ctx, reply, accessToken, emprestado);
        return reply.redirect(returnTo(depois, number), 303);
      },
      (errors, values) => LookupView({ frame, orders: [], errors, values }),
    );
  });

  app.post(orderSignOutPath.route, async (_request, reply) => {
    await forgetAccess(ctx, reply);
    return reply.redirect(orderEntryPath(), 303);
  });

  /** Said by the pages of a borrowed device themselves (src/browser/borrowed-island.ts). */
  app.post(orderTabPath.route, async (request, reply) => {
    const { success, data } = tabForm.safeParse(request.body);
    if (!success) throw new Failure("form-invalid");
    const accessToken = accessTokenOf(ctx, request);
    if (accessToken) await noteTab(ctx, { accessToken, isOpen: data.estado === "aberta" });
    return reply.status(204).send();
  });
}

/** The order number of the page somebody wanted to open, so that it need not be typed. */
function numberIn(address: string | undefined): string {
  const number = readAddress(orderPath, address ?? "")?.filled[0] ?? "";
  return /^[A-Za-z0-9]{4,24}$/.test(number) ? number : "";
}

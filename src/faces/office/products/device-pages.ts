import type { FastifyInstance } from "fastify";
import { z } from "zod";
import {
  officeDeviceArrivalPath,
  officeDeviceSendingPath,
  officeDevicesPath,
} from "../../../contract/office-addresses.ts";
import { dayMs, earlier } from "../../../platform/time/durations.ts";
import { recordDelivery } from "../../../shipping/record-delivery.ts";
import { recordShipment } from "../../../shipping/record-shipment.ts";
import { mayShip, parseTrackingCode } from "../../../shipping/shipment.ts";
import { devicesOf } from "../../../shipping/shipping-reads.ts";
import { answerForm, type FormErrors, type FormValues } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { parsed, words } from "../../staff/form-fields.ts";
import { idIn, type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { DevicesView } from "./device-view.tsx";

/** What arrived is still shown for so long. */
const recentMs = 30 * dayMs;

const shipmentForm = z.object({
  carrier: words("Digite a transportadora.", 60),
  code: parsed(parseTrackingCode, "Digite o código de rastreio: de 5 a 40 letras e números."),
});

type Address = { Params: { id: string } };

/** `/office/midias`: cards and tokens that must be sent, that travel, that arrived. */
export function devicePages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  const view = async (frame: OfficeFrame, orderId?: string, errors?: FormErrors, values?: FormValues) =>
    DevicesView({
      frame,
      devices: await devicesOf(ctx.db, frame.who.raId, earlier(frame.now, recentMs)),
      ships: mayShip(frame.who, frame.who.raId),
      again: orderId === undefined ? undefined : { orderId, errors: errors ?? {}, values: values ?? {} },
    });

  app.get(officeDevicesPath.route, async (request, reply) =>
    sendPage(reply, await view(await officeFrame(ctx, request))),
  );

  app.post<Address>(officeDeviceSendingPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const orderId = idIn(request.params.id);
    return answerForm(
      reply,
      shipmentForm,
      request.body,
      async ({ carrier, code }) => {
        await recordShipment(ctx, { orderId, carrier, trackingCode: code, by: frame.who });
        return reply.redirect(officeDevicesPath(), 303);
      },
      (errors, values) => view(frame, orderId, errors, values),
      { "device-already-shipped": "code" },
    );
  });

  app.post<Address>(officeDeviceArrivalPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    await recordDelivery(ctx, { orderId: idIn(request.params.id), by: frame.who });
    return reply.redirect(officeDevicesPath(), 303);
  });
}

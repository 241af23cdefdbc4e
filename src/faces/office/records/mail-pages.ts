import type { FastifyInstance } from "fastify";
import { z } from "zod";
import {
  officeMailOrderPath,
  officeMailOriginalPath,
  officeMailSettingAsidePath,
  officeMailsPath,
} from "../../../contract/office-addresses.ts";
import { assignMail } from "../../../documents/assign-mail.ts";
import { mayPlaceMail } from "../../../documents/mail/inbound-mail.ts";
import { mailOfRa, mailsForPerson } from "../../../documents/mail/mail-reads.ts";
import { noteMailOpened } from "../../../documents/mail/note-mail-opened.ts";
import { rawMail } from "../../../documents/open-mail.ts";
import { openEvidence } from "../../../dossiers/open-evidence.ts";
import { parseOrderNumber } from "../../../orders/order-number.ts";
import { orderByNumber } from "../../../orders/orders-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { tasksOf } from "../../../watch/lateness/watch-reads.ts";
import { answerForm, type FormErrors, type FormValues } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { parsed } from "../../staff/form-fields.ts";
import { idIn, type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { MailQueueView } from "./mail-view.tsx";

const unknownNumber = "Não há pedido desta AR com este número.";
const placeForm = z.object({ number: parsed(parseOrderNumber, "Confira o número. Ele começa com CERTI ou 17.") });

type Address = { Params: { id: string } };

/** `/office/emails`: what arrived at the papers address and no machine could place. */
export function mailPages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  const view = async (frame: OfficeFrame, mailId?: string, errors?: FormErrors, values?: FormValues) =>
    MailQueueView({
      frame,
      mails: await mailsForPerson(ctx.db, frame.who.raId),
      places: mayPlaceMail(frame.who, frame.who.raId),
      again: mailId === undefined ? undefined : { mailId, errors: errors ?? {}, values: values ?? {} },
    });

  app.get(officeMailsPath.route, async (request, reply) =>
    sendPage(reply, await view(await officeFrame(ctx, request))),
  );

  app.post<Address>(officeMailOrderPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const mailId = idIn(request.params.id);
    return answerForm(
      reply,
      placeForm,
      request.body,
      async ({ number }) => {
        const order = await orderByNumber(ctx.db, number);
        if (order?.raId !== frame.who.raId)
          return sendPage(reply, await view(frame, mailId, { number: unknownNumber }, { number }), 422);
        await assignMail(ctx, { mailId, orderId: order.id }, frame.who);
        return reply.redirect(officeMailsPath(), 303);
      },
      (errors, values) => view(frame, mailId, errors, values),
    );
  });

  app.post<Address>(officeMailSettingAsidePath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    await assignMail(ctx, { mailId: idIn(request.params.id), orderId: null }, frame.who);
    return reply.redirect(officeMailsPath(), 303);
  });

  app.get<Address>(officeMailOriginalPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const mail = await mailOfRa(ctx.db, frame.who.raId, idIn(request.params.id));
    if (!mail) throw new Failure("not-found");
    // Of an order it is evidence; read to be placed or to be answered, the reason is known.
    const asked = (await tasksOf(ctx.db, frame.who.raId, frame.now)).some(
      ({ subjectId, doneAt }) => subjectId === mail.id && doneAt === null,
    );
    const { orderId } = mail;
    if (orderId && !asked) await openEvidence(ctx, { orderId, thing: `mail:${mail.id}`, by: frame.who });
    else await noteMailOpened(ctx, { mailId: mail.id, orderId, by: frame.who });
    reply.type("message/rfc822").header("content-disposition", 'attachment; filename="original.eml"');
    return reply.send(await rawMail(ctx, mail));
  });
}

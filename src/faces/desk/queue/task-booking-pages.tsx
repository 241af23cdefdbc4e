import type { FastifyInstance } from "fastify";
import { productById } from "../../../catalog/catalog-reads.ts";
import { deskTaskSlotPath, deskTasksPath } from "../../../contract/desk-addresses.ts";
import { orderById } from "../../../orders/orders-reads.ts";
import type { AgentPrincipal } from "../../../people/agent.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { isId } from "../../../platform/ids.ts";
import { appointmentsOf } from "../../../scheduling/appointments/scheduling-reads.ts";
import { bookAppointment } from "../../../scheduling/booking/book-appointment.ts";
import { taskById } from "../../../watch/lateness/watch-reads.ts";
import { mayWorkOn } from "../../../watch/task.ts";
import { finishTask } from "../../../watch/tasks/finish-task.ts";
import { answerForm, type FormErrors } from "../../form.ts";
import { sendPage } from "../../page.ts";
import type { SlotQuery } from "../../slot-offer.ts";
import { besideSlot, offerSlots, slotForm } from "../../slot-offer.ts";
import { BackLink } from "../../ui/components.tsx";
import { formatDayAndTime } from "../../ui/dates.ts";
import { SlotPicker } from "../../ui/slot-picker.tsx";
import { type DeskDeps, type DeskFrame, DeskPage, deskFrame } from "../desk-page.tsx";

type Address = { Params: { taskId: string }; Querystring: SlotQuery };

/** On the phone with the holder: the AR books another time for them, and the task is done by it. */
export function taskBookingPages(app: FastifyInstance, { ctx }: DeskDeps): void {
  const known = async (who: AgentPrincipal, taskId: string) => {
    const task = isId(taskId) ? await taskById(ctx.db, taskId) : undefined;
    const order = task && (await orderById(ctx.db, task.orderId));
    const product = order && (await productById(ctx.db, order.productId));
    if (!task || !order || !product || !mayWorkOn(who, task.raId)) throw new Failure("not-found");
    return { task, order, product };
  };

  const view = async (frame: DeskFrame, taskId: string, asked: SlotQuery, errors?: FormErrors) => {
    const { task, order, product } = await known(frame.agent, taskId);
    const [last] = await appointmentsOf(ctx.db, order.id);
    const offer = await offerSlots(ctx, [product], asked, {
      siteId: order.siteId,
      holderCpf: order.cpf,
      kept: last?.language,
    });
    return (
      <DeskPage frame={frame} title="Marcar horário" section="tasks" sheets={["shop.css", "office.css"]}>
        <BackLink href={deskTasksPath()} text="Tarefas" />
        <h1>Marcar horário para {order.applicantName}</h1>
        <SlotPicker
          offer={offer}
          action={deskTaskSlotPath(task.id)}
          button="Marcar para o titular"
          question="Em que idioma é o atendimento?"
          errors={errors}
        />
      </DeskPage>
    );
  };

  app.get<Address>(deskTaskSlotPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request);
    return sendPage(reply, await view(frame, request.params.taskId, request.query));
  });

  app.post<Address>(deskTaskSlotPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request);
    const { taskId } = request.params;
    const { task } = await known(frame.agent, taskId);
    return answerForm(
      reply,
      slotForm,
      request.body,
      async ({ horario, idioma: language }) => {
        const { orderId } = task;
        const { startsAt } = await bookAppointment(ctx, { orderId, startsAt: horario, language, by: frame.agent });
        await finishTask(ctx, { taskId, result: `Marcado para ${formatDayAndTime(startsAt)}`, by: frame.agent });
        return reply.redirect(deskTasksPath(), 303);
      },
      (errors, { idioma }) => view(frame, taskId, { dia: request.query.dia, idioma }, errors),
      besideSlot,
    );
  });
}

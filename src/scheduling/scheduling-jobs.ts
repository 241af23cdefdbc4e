import { agentById } from "../people/agent-reads.ts";
import type { JobsOf } from "../platform/jobs/jobs.ts";
import { bookHeldSlot } from "./book-held-slot.ts";
import { calendarRow } from "./calendar-store.ts";
import { expireHold } from "./expire-hold.ts";
import { readCalendar } from "./read-calendar.ts";
import { releaseOrderTime } from "./release-appointment.ts";
import { appointmentById } from "./scheduling-views.ts";
import { joinWished } from "./wish-walk-in.ts";

export const schedulingJobs: JobsOf = {
  jobs: {
    "scheduling.expire-hold": (ctx, { appointmentId }) => expireHold(ctx, { appointmentId }),
    "scheduling.read-calendar": readCalendar,
  },
  events: {
    "order.paid": async (ctx, { orderId }) => {
      await bookHeldSlot(ctx, { orderId });
      await joinWished(ctx, { orderId });
    },
    "order.cancelled": (ctx, { orderId }) =>
      releaseOrderTime(ctx, { orderId, reason: "order-cancelled", actor: { kind: "system" } }),
    "order.holder-changed": (ctx, { orderId }) =>
      releaseOrderTime(ctx, { orderId, reason: "cancelled", actor: { kind: "system" } }),
  },
  subjects: {
    appointmentId: appointmentById,
    calendarId: async (reader, calendarId) => {
      const calendar = await calendarRow(reader, calendarId);
      return calendar && agentById(reader, calendar.agentId);
    },
  },
};

import { agentById } from "../people/agent-reads.ts";
import type { JobsOf } from "../platform/jobs/jobs.ts";
import { expireHold } from "./appointments/expire-hold.ts";
import { releaseOrderTime } from "./appointments/release-appointment.ts";
import { appointmentById } from "./appointments/scheduling-reads.ts";
import { bookHeldSlot } from "./booking/book-held-slot.ts";
import { calendarRow } from "./calendars/calendar-store.ts";
import { readCalendar } from "./calendars/read-calendar.ts";
import { joinWished } from "./line/wish-walk-in.ts";

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

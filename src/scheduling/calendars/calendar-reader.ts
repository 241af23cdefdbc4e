import { guardedThread, ThreadFailure } from "../../platform/threads/guarded-thread.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { type CalendarAnswer, type CalendarQuestion, type CalendarReading, calendarLimits } from "./calendar.ts";

const thread = guardedThread<CalendarQuestion, CalendarAnswer>("scheduling/calendars/calendar-worker", {
  milliseconds: calendarLimits.milliseconds,
  heapMb: calendarLimits.heapMb,
  answersPerThread: 200,
});

/**
 * Busy times of a calendar text of a stranger, in bounded time and memory.
 * Failures: calendar-too-big, calendar-unreadable (nothing of it could be read), calendar-recurrences (nothing but series
 * that repeat too often; also: it would not end).
 */
export async function readBusyTimes(question: CalendarQuestion): Promise<CalendarReading> {
  if (Buffer.byteLength(question.text) > calendarLimits.bytes) throw new SchedulingFailure("calendar-too-big");
  const answer = await thread.ask(question).catch((error: unknown): CalendarAnswer => {
    if (error instanceof ThreadFailure) return { refusal: "calendar-recurrences" };
    throw error;
  });
  if ("refusal" in answer) throw new SchedulingFailure(answer.refusal);
  return answer;
}

import { answerQuestions } from "../../platform/threads/guarded-thread.ts";
import type { CalendarAnswer, CalendarQuestion } from "./calendar.ts";
import { busyTimesOf } from "./calendar-times.ts";

answerQuestions<CalendarQuestion, CalendarAnswer>(async (question) => ({
  answer: busyTimesOf(question),
  transfer: [],
}));

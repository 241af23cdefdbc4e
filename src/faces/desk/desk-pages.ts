import type { FastifyInstance } from "fastify";
import { accountPages } from "./account/account-pages.ts";
import { invitationPages } from "./account/invitation-pages.ts";
import { signInPages } from "./account/sign-in-pages.ts";
import { casePages } from "./case/case-pages.ts";
import type { DeskDeps } from "./desk-page.tsx";
import { evidencePages } from "./evidence/evidence-pages.ts";
import { handOverPages } from "./hand-over/hand-over-pages.ts";
import { queuePages } from "./queue/queue-pages.ts";
import { takeOverPages } from "./queue/take-over-pages.ts";
import { taskBookingPages } from "./queue/task-booking-pages.tsx";
import { taskPages } from "./queue/task-pages.ts";
import { calendarPages } from "./time-off/calendar-pages.ts";
import { returnedPages } from "./verification/returned-pages.ts";
import { verificationPages } from "./verification/verification-pages.ts";

/** The agent's desk, all of it: every address below /desk. */
export function deskPages(app: FastifyInstance, deps: DeskDeps): void {
  signInPages(app, deps);
  invitationPages(app, deps);
  accountPages(app, deps);
  queuePages(app, deps);
  casePages(app, deps);
  evidencePages(app, deps);
  verificationPages(app, deps);
  returnedPages(app, deps);
  takeOverPages(app, deps);
  handOverPages(app, deps);
  taskPages(app, deps);
  taskBookingPages(app, deps);
  calendarPages(app, deps);
}

import type { FastifyInstance } from "fastify";
import { accountPages } from "./account-pages.ts";
import { calendarPages } from "./calendar-pages.ts";
import { casePages } from "./case-pages.ts";
import type { DeskDeps } from "./desk-page.tsx";
import { evidencePages } from "./evidence-pages.ts";
import { handOverPages } from "./hand-over-pages.ts";
import { invitationPages } from "./invitation-pages.ts";
import { queuePages } from "./queue-pages.ts";
import { returnedPages } from "./returned-pages.ts";
import { signInPages } from "./sign-in-pages.ts";
import { takeOverPages } from "./take-over-pages.ts";
import { taskBookingPages } from "./task-booking-pages.tsx";
import { taskPages } from "./task-pages.ts";
import { verificationPages } from "./verification-pages.ts";

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

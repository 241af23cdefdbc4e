import type { FastifyInstance } from "fastify";
import { agendaPages } from "./agenda/agenda-pages.ts";
import { agentAgendaPages } from "./agenda/agent-agenda-pages.ts";
import { bookingPages } from "./agenda/booking-pages.ts";
import { holidayPages } from "./agenda/holiday-pages.ts";
import { boardPage } from "./board/board-page.ts";
import { troublePages } from "./board/trouble-pages.ts";
import type { OfficeDeps } from "./office-page.tsx";
import { devicePages } from "./products/device-pages.ts";
import { paymentPages } from "./products/payment-pages.ts";
import { productPages } from "./products/product-pages.ts";
import { auditPages } from "./records/audit-pages.ts";
import { certificatePages } from "./records/certificate-pages.ts";
import { dossierPages } from "./records/dossier-pages.ts";
import { irregularityPages } from "./records/irregularity-pages.ts";
import { mailPages } from "./records/mail-pages.ts";
import { authorityPages } from "./team/authority-pages.ts";
import { sitePages } from "./team/site-pages.ts";
import { teamPages } from "./team/team-pages.ts";

export type { OfficeDeps } from "./office-page.tsx";

/** The face of the AR's manager (changes) and auditor (reads everything, changes nothing). */
export function officePages(app: FastifyInstance, deps: OfficeDeps): void {
  boardPage(app, deps);
  troublePages(app, deps);
  devicePages(app, deps);
  agendaPages(app, deps);
  mailPages(app, deps);
  teamPages(app, deps);
  agentAgendaPages(app, deps);
  holidayPages(app, deps);
  productPages(app, deps);
  paymentPages(app, deps);
  bookingPages(app, deps);
  dossierPages(app, deps);
  certificatePages(app, deps);
  irregularityPages(app, deps);
  auditPages(app, deps);
  authorityPages(app, deps);
  sitePages(app, deps);
}

import type { FastifyInstance } from "fastify";
import { agendaPages } from "./agenda-pages.ts";
import { agentAgendaPages } from "./agent-agenda-pages.ts";
import { auditPages } from "./audit-pages.ts";
import { authorityPages } from "./authority-pages.ts";
import { boardPage } from "./board-page.ts";
import { bookingPages } from "./booking-pages.ts";
import { certificatePages } from "./certificate-pages.ts";
import { devicePages } from "./device-pages.ts";
import { dossierPages } from "./dossier-pages.ts";
import { holidayPages } from "./holiday-pages.ts";
import { irregularityPages } from "./irregularity-pages.ts";
import { mailPages } from "./mail-pages.ts";
import type { OfficeDeps } from "./office-page.tsx";
import { paymentPages } from "./payment-pages.ts";
import { productPages } from "./product-pages.ts";
import { sitePages } from "./site-pages.ts";
import { teamPages } from "./team-pages.ts";
import { troublePages } from "./trouble-pages.ts";

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

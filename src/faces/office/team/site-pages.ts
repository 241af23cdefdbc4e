import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import {
  officeSiteClosingPath,
  officeSitePath,
  officeSitesNewPath,
  officeSitesPath,
} from "../../../contract/office-addresses.ts";
import { closeSite, putSite } from "../../../people/authority/put-site.ts";
import type { Site } from "../../../people/authority/site.ts";
import { sitesOf } from "../../../people/authority/site-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { actsOf, nothing } from "../../acts.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { words } from "../../staff/form-fields.ts";
import { type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { SitesView, SiteView } from "./site-view.tsx";

const siteForm = z.object({
  name: words("Digite o nome do posto.", 80),
  address: words("Digite o endereço completo.", 300),
  openingHours: words("Diga quando o posto atende, em palavras."),
  notes: z.string().trim().max(500, "Texto longo demais.").default(""),
});

/** `/office/postos`: where the AR attends in person; shown to whoever may not do it by video. */
export function sitePages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  const { page, press } = actsOf(app);
  const reader = (request: FastifyRequest) => officeFrame(ctx, request);
  const manager = async (request: FastifyRequest) => ({ frame: await officeFrame(ctx, request, "manager") });
  const ofSite = async (request: FastifyRequest) => {
    const { frame } = await manager(request);
    const { siteId } = request.params as { siteId: string };
    const site = (await sitesOf(ctx.db, frame.who.raId)).find(({ id }) => id === siteId);
    if (!site) throw new Failure("not-found");
    return { frame, site };
  };
  type BySite = { frame: OfficeFrame; site?: Site };
  const put = (changed: z.output<typeof siteForm>, { frame: { who }, site }: BySite) =>
    putSite(ctx, { raId: who.raId, ...(site ? { siteId: site.id } : {}), site: changed, by: who });
  const again = (by: BySite, errors: FormErrors, values: FormValues) => SiteView({ ...by, errors, values });
  const toSites = () => officeSitesPath();
  const written = { form: siteForm, act: put, to: toSites, again, beside: { "site-name-taken": "name" } } as const;

  page(officeSitesPath, reader, async (frame) => SitesView({ frame, sites: await sitesOf(ctx.db, frame.who.raId) }));
  page(officeSitesNewPath, manager, SiteView);
  press(officeSitesNewPath, { guard: manager, ...written });
  page(officeSitePath, ofSite, SiteView);
  press(officeSitePath, { guard: ofSite, ...written });
  press(officeSiteClosingPath, {
    guard: ofSite,
    form: nothing,
    act: (_, { frame, site }) => closeSite(ctx, { raId: site.raId, siteId: site.id, by: frame.who }),
    to: toSites,
  });
}

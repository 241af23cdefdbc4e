import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { officeAuthorityNewPath, officeAuthorityPath } from "../../../contract/office-addresses.ts";
import { changeRegistrationAuthority } from "../../../people/authority/change-registration-authority.ts";
import { cityIn } from "../../../people/authority/city-in.ts";
import { slugOf } from "../../../people/authority/registration-authority.ts";
import { registrationAuthorities } from "../../../people/authority/registration-authority-reads.ts";
import { foundRegistrationAuthority } from "../../../people/team/found-registration-authority.ts";
import { answerForm, type Beside, type FormErrors, type FormValues } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { cnpj, cpf, email, words } from "../../staff/form-fields.ts";
import { type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { InvitedView } from "./access-view.tsx";
import { AuthorityView, NewAuthorityView, standardBrand } from "./authority-view.tsx";
import { isReadableBrand, lookOf } from "./look-colours.ts";

const brand = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, "Escolha uma cor.")
  .refine(isReadableBrand, "Letras brancas não se leem sobre esta cor. Escolha uma mais escura.");

const authority = {
  name: words("Digite o nome da AR."),
  cnpj,
  phone: words("Digite o telefone que o titular pode chamar."),
  email,
  openingHours: words("Diga quando a AR atende, em palavras."),
  address: words("Digite o endereço.", 300),
  city: z.string().trim().max(60, "Texto longo demais.").default(""),
  municipalityCode: z
    .string()
    .trim()
    .regex(/^\d{7}$/, "O código do IBGE tem 7 números."),
  papersAddress: email,
};
/** The city that was typed, else the address's; asked for where neither says it. */
function withCity<T extends { address: string; city: string }>(form: T, check: z.RefinementCtx): T {
  const city = form.city || cityIn(form.address);
  if (!city) check.addIssue({ code: "custom", path: ["city"], message: "Digite a cidade da AR." });
  return { ...form, city: city ?? "" };
}

const authorityForm = z.object({ ...authority, brand }).transform(withCity);
const newAuthorityFields = z.object({
  ...authority,
  headName: words("Digite o nome de quem vai administrar."),
  headCpf: cpf,
  headEmail: email,
});
/** The short name is made from the AR's; of the person who will administer it, the form asks by names of their own. */
const besideNew: Beside = {
  "name-not-writable": "name",
  "ra-slug-taken": "name",
  "ra-papers-address-taken": "papersAddress",
  "agent-email-taken": "headEmail",
  "agent-cpf-taken": "headCpf",
};
const newAuthorityForm = newAuthorityFields.transform(withCity);

/** `/office/ar`: what the holder sees of the AR; and another AR in the same installation. */
export function authorityPages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  const view = async (frame: OfficeFrame, saved: boolean, errors?: FormErrors, values?: FormValues) =>
    AuthorityView({ frame, others: (await registrationAuthorities(ctx.db)).length - 1, saved, errors, values });

  app.get<{ Querystring: { guardado?: string } }>(officeAuthorityPath.route, async (request, reply) =>
    sendPage(reply, await view(await officeFrame(ctx, request), request.query.guardado === "sim")),
  );

  app.post(officeAuthorityPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    return answerForm(
      reply,
      authorityForm,
      request.body,
      async ({ brand: colour, ...changes }) => {
        const look = colour.toLowerCase() === standardBrand ? {} : lookOf(colour);
        await changeRegistrationAuthority(ctx, { raId: frame.who.raId, changes: { ...changes, look }, by: frame.who });
        return reply.redirect(`${officeAuthorityPath()}?guardado=sim`, 303);
      },
      (errors, values) => view(frame, false, errors, values),
      { "name-not-writable": "name", "ra-papers-address-taken": "papersAddress" },
    );
  });

  app.get(officeAuthorityNewPath.route, async (request, reply) =>
    sendPage(reply, NewAuthorityView({ frame: await officeFrame(ctx, request, "manager") })),
  );

  app.post(officeAuthorityNewPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    return answerForm(
      reply,
      newAuthorityForm,
      request.body,
      async ({ headName, headCpf, headEmail, ...form }) => {
        const ra = { ...form, slug: slugOf(form.name) || "ar", look: {} };
        const head = { name: headName, cpf: headCpf, email: headEmail };
        await foundRegistrationAuthority(ctx, { ra, head, by: frame.who });
        return sendPage(reply, InvitedView({ frame, name: headName, email: headEmail }));
      },
      (errors, values) => NewAuthorityView({ frame, errors, values }),
      besideNew,
    );
  });
}

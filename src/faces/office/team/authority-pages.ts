import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import {
  officeAuthorityNewPath,
  officeAuthorityPath,
  officeMemberInvitationPath,
} from "../../../contract/office-addresses.ts";
import { changeRegistrationAuthority } from "../../../people/authority/change-registration-authority.ts";
import { cityIn } from "../../../people/authority/city-in.ts";
import { slugOf } from "../../../people/authority/registration-authority.ts";
import { registrationAuthorities } from "../../../people/authority/registration-authority-reads.ts";
import { foundRegistrationAuthority } from "../../../people/team/found-registration-authority.ts";
import { actsOf } from "../../acts.ts";
import type { Beside, FormErrors, FormValues } from "../../form.ts";
import { cnpj, cpf, email, words } from "../../staff/form-fields.ts";
import { type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
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
/** The city that was typed, else the one in the address; the form asks for it where neither gives one. */
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
/** The short name is made from the AR's name; the form's fields for the AR's future manager have names of their own. */
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
  const { page, press } = actsOf(app);
  const reader = (request: FastifyRequest) => officeFrame(ctx, request);
  const manager = (request: FastifyRequest) => officeFrame(ctx, request, "manager");
  const view = async (frame: OfficeFrame, saved: boolean, errors?: FormErrors, values?: FormValues) =>
    AuthorityView({ frame, others: (await registrationAuthorities(ctx.db)).length - 1, saved, errors, values });

  page(
    officeAuthorityPath,
    async (request) => ({ frame: await reader(request), query: request.query as { guardado?: string } }),
    ({ frame, query }) => view(frame, query.guardado === "sim"),
  );
  press(officeAuthorityPath, {
    guard: manager,
    form: authorityForm,
    act: ({ brand: colour, ...changes }, { who }) => {
      const look = colour.toLowerCase() === standardBrand ? {} : lookOf(colour);
      return changeRegistrationAuthority(ctx, { raId: who.raId, changes: { ...changes, look }, by: who });
    },
    to: () => `${officeAuthorityPath()}?guardado=sim`,
    again: (frame, errors, values) => view(frame, false, errors, values),
    beside: { "name-not-writable": "name", "ra-papers-address-taken": "papersAddress" },
  });

  page(officeAuthorityNewPath, manager, (frame) => NewAuthorityView({ frame }));
  press(officeAuthorityNewPath, {
    guard: manager,
    form: newAuthorityForm,
    act: ({ headName, headCpf, headEmail, ...form }, { who }) => {
      const ra = { ...form, slug: slugOf(form.name) || "ar", look: {} };
      const head = { name: headName, cpf: headCpf, email: headEmail };
      return foundRegistrationAuthority(ctx, { ra, head, by: who });
    },
    to: (_, { agentId }) => officeMemberInvitationPath(agentId),
    again: (frame, errors, values) => NewAuthorityView({ frame, errors, values }),
    beside: besideNew,
  });
}

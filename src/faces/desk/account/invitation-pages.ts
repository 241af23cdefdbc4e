import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { deskInvitationPath, deskSignInPath } from "../../../contract/desk-addresses.ts";
import { openInvitation } from "../../../people/agent-reads.ts";
import { slugOf } from "../../../people/authority/registration-authority.ts";
import { PeopleFailure } from "../../../people/people-failures.ts";
import { acceptInvitation } from "../../../people/sign-in/accept-invitation.ts";
import { passwordFault } from "../../../people/sign-in/password.ts";
import { createFirstAccount } from "../../../people/team/create-first-account.ts";
import { sha256Hex } from "../../../platform/ids.ts";
import { answerForm, type Beside, type FormErrors, type FormValues } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { dropSignIn } from "../../signed-in-agent.ts";
import { cnpj, cpf, email, emailOf } from "../../staff/form-fields.ts";
import type { DeskDeps } from "../desk-page.tsx";
import { FirstAccountView, InvitationView } from "./invitation-view.tsx";

const password = z.string().superRefine((text, check) => {
  const message = passwordFault(text);
  if (message) check.addIssue({ code: "custom", message });
});
const same = { path: ["again"], message: "As duas senhas são diferentes." };

const passwordForm = z.object({ password, again: z.string() }).refine((form) => form.password === form.again, same);

const text = (message: string) => z.string().trim().min(2, message).max(200, "Texto longo demais.");

const firstAccountForm = z
  .object({
    raName: text("Digite o nome da AR."),
    cnpj,
    phone: text("Digite o telefone."),
    raEmail: emailOf("da AR"),
    openingHours: text("Digite o horário de atendimento."),
    papersAddress: emailOf("para os documentos"),
    name: text("Digite o seu nome."),
    cpf,
    email,
    password,
    again: z.string(),
  })
  .refine((form) => form.password === form.again, same);

const besideAccount: Beside = {
  "name-not-writable": "raName",
  "ra-slug-taken": "raName",
  "ra-papers-address-taken": "papersAddress",
  "agent-email-taken": "email",
  "agent-cpf-taken": "cpf",
  "password-weak": "password",
};

export function invitationPages(app: FastifyInstance, { ctx }: DeskDeps): void {
  const invitationOf = async (token: string) => {
    const invitation = await openInvitation(ctx.db, sha256Hex(token), ctx.clock.now());
    if (!invitation) throw new PeopleFailure("invitation-unusable");
    return invitation;
  };
  const done = (reply: FastifyReply) => {
    dropSignIn(ctx, reply);
    return reply.redirect(`${deskSignInPath()}?senha=nova`, 303);
  };
  type Address = { Params: { token: string } };

  app.get<Address>(deskInvitationPath.route, async (request, reply) => {
    const { token } = request.params;
    const { agent } = await invitationOf(token);
    return sendPage(reply, agent ? InvitationView({ token, ...agent }) : FirstAccountView({ token }));
  });

  app.post<Address>(deskInvitationPath.route, async (request, reply) => {
    const { token } = request.params;
    const { agent } = await invitationOf(token);
    if (agent) {
      const act = async (form: z.output<typeof passwordForm>) => {
        await acceptInvitation(ctx, { token, password: form.password });
        return done(reply);
      };
      const again = (errors: FormErrors) => InvitationView({ token, ...agent, errors });
      return answerForm(reply, passwordForm, request.body, act, again, { "password-weak": "password" });
    }
    const act = async (form: z.output<typeof firstAccountForm>) => {
      const { raName, raEmail, cnpj, phone, openingHours, papersAddress, ...manager } = form;
      const slug = slugOf(raName) || "ar";
      const ra = { slug, name: raName, cnpj, phone, email: raEmail, openingHours, papersAddress };
      const rest = { address: "", municipalityCode: "", look: {} };
      await createFirstAccount(ctx, { token, ra: { ...ra, ...rest }, manager });
      return done(reply);
    };
    const again = (errors: FormErrors, values: FormValues) =>
      FirstAccountView({ token, errors, values: { ...values, password: "", again: "" } });
    return answerForm(reply, firstAccountForm, request.body, act, again, besideAccount);
  });
}

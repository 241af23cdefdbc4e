import type { RegistrationResponseJSON } from "@simplewebauthn/server";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import {
  deskAccountKeysOfferPath,
  deskAccountKeysPath,
  deskAccountKeysRefusalPath,
  deskAccountKeysRemovalPath,
  deskAccountPasswordPath,
  deskAccountPath,
  deskSignInPath,
} from "../../../contract/desk-addresses.ts";
import { refusePasskeyRemoval } from "../../../people/passkeys/answer-passkey-removal.ts";
import { offerPasskeyRegistration } from "../../../people/passkeys/offer-passkey-registration.ts";
import { passkeyRemovalOf, passkeysOf } from "../../../people/passkeys/passkey-reads.ts";
import { registerPasskey } from "../../../people/passkeys/register-passkey.ts";
import { removePasskey } from "../../../people/passkeys/remove-passkey.ts";
import { PeopleFailure } from "../../../people/people-failures.ts";
import { changePassword } from "../../../people/sign-in/change-password.ts";
import { answerForm, type FormErrors } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { dropSignIn, requireAgent, signInToken } from "../../signed-in-agent.ts";
import { type DeskDeps, deskFrame } from "../desk-page.tsx";
import { AccountView } from "./account-view.tsx";

const passwordForm = z.object({
  current: z.string().min(1, "Digite a senha de hoje."),
  password: z.string().min(1, "Digite a nova senha."),
});

export function accountPages(app: FastifyInstance, { ctx }: DeskDeps): void {
  const keysOf = async (agentId: string) => ({
    passkeys: await passkeysOf(ctx.db, agentId),
    removal: await passkeyRemovalOf(ctx.db, agentId),
  });

  app.get(deskAccountPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request);
    return sendPage(reply, AccountView({ frame, ...(await keysOf(frame.agent.id)) }));
  });

  app.post(deskAccountPasswordPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request);
    const again = async (errors: FormErrors) => AccountView({ frame, ...(await keysOf(frame.agent.id)), errors });
    const act = async (form: z.output<typeof passwordForm>) => {
      await changePassword(ctx, { by: frame.agent, ...form });
      dropSignIn(ctx, reply);
      return reply.redirect(`${deskSignInPath()}?senha=nova`, 303);
    };
    return answerForm(reply, passwordForm, request.body, act, again, {
      "password-weak": "password",
      "password-wrong": "current",
    });
  });

  app.post(deskAccountKeysOfferPath.route, async (request) =>
    offerPasskeyRegistration(ctx, { by: await requireAgent(ctx, request) }),
  );

  app.post(deskAccountKeysPath.route, async (request, reply) => {
    const by = await requireAgent(ctx, request);
    const { name, response } = (request.body ?? {}) as { name?: unknown; response?: RegistrationResponseJSON };
    if (typeof response?.id !== "string") throw new PeopleFailure("passkey-refused");
    const command = {
      by,
      response,
      name: typeof name === "string" ? name : "",
      signInToken: signInToken(ctx, request),
    };
    await registerPasskey(ctx, command);
    return reply.status(204).send();
  });

  app.post(deskAccountKeysRefusalPath.route, async (request, reply) => {
    const by = await requireAgent(ctx, request);
    await refusePasskeyRemoval(ctx, { agentId: by.id, by });
    return reply.redirect(deskAccountPath(), 303);
  });

  app.post(deskAccountKeysRemovalPath.route, async (request, reply) => {
    const by = await requireAgent(ctx, request);
    const { id } = (request.body ?? {}) as { id?: unknown };
    await removePasskey(ctx, { by, passkeyId: typeof id === "string" ? id : "" });
    return reply.redirect(deskAccountPath(), 303);
  });
}

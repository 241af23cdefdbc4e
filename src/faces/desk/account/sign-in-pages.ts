import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { VNode } from "preact";
import { z } from "zod";
import { isAt } from "../../../contract/address.ts";
import {
  deskActivityPath,
  deskPath,
  deskSignInForgottenPath,
  deskSignInKeyLostPath,
  deskSignInKeyPath,
  deskSignInPath,
  deskSignOutPath,
  deskUnlockPath,
  mailboxPath,
} from "../../../contract/desk-addresses.ts";
import { officePath } from "../../../contract/office-addresses.ts";
import { parseEmail } from "../../../orders/applicant/applicant.ts";
import { askPasskeyRemoval } from "../../../people/passkeys/ask-passkey-removal.ts";
import { offerPasskeySignIn } from "../../../people/passkeys/offer-passkey-sign-in.ts";
import { passkeyRemovalOf } from "../../../people/passkeys/passkey-reads.ts";
import { PeopleFailure } from "../../../people/people-failures.ts";
import { confirmSignIn } from "../../../people/sign-in/confirm-sign-in.ts";
import { forgotPassword } from "../../../people/sign-in/forgot-password.ts";
import { passwordLane } from "../../../people/sign-in/password.ts";
import { readSignIn } from "../../../people/sign-in/read-sign-in.ts";
import { signIn } from "../../../people/sign-in/sign-in.ts";
import { signOut } from "../../../people/sign-in/sign-out.ts";
import { unlockDesk } from "../../../people/sign-in/unlock-desk.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { networkOf } from "../../../platform/network.ts";
import { keepKnownBrowser, knownBrowser } from "../../cookies.ts";
import { answerForm, type Beside, type FormErrors, type FormValues } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { dropSignIn, keepSignIn, requireAgent, signInOf, signInToken } from "../../signed-in-agent.ts";
import type { DeskDeps } from "../desk-page.tsx";
import { breathe } from "./breathe.ts";
import { removalWords } from "./removal-words.ts";
import { ForgotView, PasskeyView, SignInView, UnlockView } from "./sign-in-view.tsx";

const form = z.object({
  email: z
    .string()
    .trim()
    .min(1, "Digite o seu e-mail.")
    .transform((typed) => parseEmail(typed) ?? typed),
  password: z.string().min(1, "Digite a sua senha.").max(500, "Senha longa demais."),
  after: z.string().default(""),
});

const forgotForm = form.pick({ email: true });

const unlockForm = z.object({
  password: z.string().min(1, "Digite a sua senha.").max(500, "Senha longa demais."),
  after: z.string().default(""),
});

/** Asked by the dialog over an open page, which is answered without leaving it. */
function wantsJson(request: FastifyRequest): boolean {
  return String(request.headers.accept ?? "").startsWith("application/json");
}

/** A page's form comes back with its errors; to the dialog the door says them as JSON. */
function answerSignIn<S extends z.ZodType>(
  request: FastifyRequest,
  reply: FastifyReply,
  schema: S,
  act: (values: z.output<S>) => Promise<unknown>,
  again: (errors: FormErrors, values: FormValues) => VNode,
  beside?: Beside,
): Promise<unknown> {
  if (!wantsJson(request)) return answerForm(reply, schema, request.body, act, again, beside);
  const { success, data } = schema.safeParse(request.body ?? {});
  if (!success) throw new Failure("form-invalid");
  return act(data);
}

/** Only pages that people of an AR open: a link must not lead a fresh sign-in to another site. */
function safeAfter(text: unknown): string {
  const path = typeof text === "string" ? text : "";
  const isOurs = [deskPath(), officePath(), mailboxPath()].some((one) => isAt(path, one));
  const isEntry = [deskSignInPath(), deskUnlockPath()].some((one) => isAt(path, one));
  return isOurs && !isEntry && /^[\w\-./?=&%:]+$/.test(path) ? path : deskPath();
}

export function signInPages(app: FastifyInstance, { ctx }: DeskDeps): void {
  app.get(deskSignInPath.route, async (request, reply) => {
    const query = request.query as Record<string, unknown>;
    const after = safeAfter(query["depois"]);
    const signedIn = await signInOf(ctx, request);
    if (signedIn.state === "whole") return reply.redirect(after, 303);
    if (signedIn.state === "locked")
      return reply.redirect(`${deskUnlockPath()}?depois=${encodeURIComponent(after)}`, 303);
    if (signedIn.state === "half")
      return reply.redirect(`${deskSignInKeyPath()}?depois=${encodeURIComponent(after)}`, 303);
    const notice = query["senha"] === "nova" ? "Senha guardada. Entre com ela." : undefined;
    return sendPage(reply, SignInView({ after, ...(notice ? { notice } : {}) }));
  });

  // In a crowd most requests are refused: that happens before their bodies are read.
  const inTurn = {
    onRequest: async (request: FastifyRequest) => {
      await breathe();
      passwordLane.refuseIfFull(networkOf(request.ip));
    },
  };

  app.post(deskSignInPath.route, inTurn, (request, reply) =>
    answerSignIn(
      request,
      reply,
      form,
      async ({ email, password, after }) => {
        const came = { address: request.ip, browser: knownBrowser(ctx, request) };
        const { token, needsPasskey, browser } = await signIn(ctx, { email, password, ...came });
        keepKnownBrowser(ctx, reply, browser);
        // The sign-in that this browser had before ends with it, here and in every copy of its cookie.
        const before = signInToken(ctx, request);
        if (before !== "") await signOut(ctx, { token: before });
        keepSignIn(ctx, reply, token);
        if (wantsJson(request)) {
          if (!needsPasskey) return reply.status(204).send();
          const half = await readSignIn(ctx, token, { isActivity: true });
          if (half.state !== "half") throw new Failure("sign-in-needed");
          return reply.send({ options: await offerPasskeySignIn(ctx, { by: half.principal }) });
        }
        const next = safeAfter(after);
        return reply.redirect(needsPasskey ? `${deskSignInKeyPath()}?depois=${encodeURIComponent(next)}` : next, 303);
      },
      (errors, values) => SignInView({ after: safeAfter(values["after"]), errors, values }),
    ),
  );

  app.get(deskSignInForgottenPath.route, async (request, reply) => {
    const { enviado } = request.query as Record<string, unknown>;
    return sendPage(reply, ForgotView({ sent: enviado === "sim" }));
  });

  app.post(deskSignInForgottenPath.route, (request, reply) =>
    answerForm(
      reply,
      forgotForm,
      request.body,
      async (typed) => {
        await forgotPassword(ctx, { ...typed, address: request.ip });
        return reply.redirect(`${deskSignInForgottenPath()}?enviado=sim`, 303);
      },
      (errors, values) => ForgotView({ sent: false, errors, values }),
    ),
  );

  app.post(deskSignInKeyLostPath.route, async (request, reply) => {
    const signedIn = await signInOf(ctx, request);
    if (signedIn.state !== "half") throw new Failure("sign-in-needed");
    await askPasskeyRemoval(ctx, { agentId: signedIn.principal.id, by: signedIn.principal });
    return reply.redirect(deskSignInKeyPath(), 303);
  });

  app.get(deskSignInKeyPath.route, async (request, reply) => {
    const after = safeAfter((request.query as Record<string, unknown>)["depois"]);
    const signedIn = await signInOf(ctx, request);
    if (signedIn.state === "none") throw new Failure("sign-in-needed");
    if (signedIn.state === "whole") return reply.redirect(after, 303);
    const options = await offerPasskeySignIn(ctx, { by: signedIn.principal });
    if (wantsJson(request)) return reply.send({ options });
    const asked = removalWords(await passkeyRemovalOf(ctx.db, signedIn.principal.id));
    return sendPage(reply, PasskeyView({ after, options, asked }));
  });

  app.post(deskSignInKeyPath.route, async (request, reply) => {
    const token = signInToken(ctx, request);
    const signedIn = await signInOf(ctx, request);
    if (signedIn.state !== "half" && signedIn.state !== "locked") throw new Failure("sign-in-needed");
    const response = request.body as AuthenticationResponseJSON;
    if (typeof response?.id !== "string") throw new PeopleFailure("passkey-refused");
    const confirmed = await confirmSignIn(ctx, { by: signedIn.principal, signInToken: token, response });
    keepSignIn(ctx, reply, confirmed.token);
    return reply.status(204).send();
  });

  app.get(deskUnlockPath.route, async (request, reply) => {
    const after = safeAfter((request.query as Record<string, unknown>)["depois"]);
    const signedIn = await signInOf(ctx, request);
    if (signedIn.state === "whole") return reply.redirect(after, 303);
    if (signedIn.state !== "locked")
      return reply.redirect(`${deskSignInPath()}?depois=${encodeURIComponent(after)}`, 303);
    const { principal, hasPasskey } = signedIn;
    return sendPage(reply, UnlockView({ name: principal.name, hasPasskey, after }));
  });

  app.post(deskUnlockPath.route, async (request, reply) => {
    const signedIn = await signInOf(ctx, request);
    if (signedIn.state !== "locked") throw new Failure("sign-in-needed");
    const { principal, hasPasskey } = signedIn;
    const unlock = async ({ password, after }: z.output<typeof unlockForm>) => {
      const came = { address: request.ip, browser: knownBrowser(ctx, request) };
      await unlockDesk(ctx, { token: signInToken(ctx, request), password, ...came });
      return wantsJson(request) ? reply.status(204).send() : reply.redirect(safeAfter(after), 303);
    };
    const again = (errors: FormErrors, values: FormValues) =>
      UnlockView({ name: principal.name, hasPasskey, after: safeAfter(values["after"]), errors });
    return answerSignIn(request, reply, unlockForm, unlock, again, { "password-wrong": "password" });
  });

  /** Whether the desk is open: asked by its pages by themselves, so it does not count as an act of the person. */
  app.get(deskActivityPath.route, async (request, reply) => {
    const signedIn = await readSignIn(ctx, signInToken(ctx, request), { isActivity: false });
    const state = signedIn.state === "half" ? "none" : signedIn.state;
    return reply.send({ state, passkey: signedIn.state === "locked" && signedIn.hasPasskey });
  });

  /** Somebody touched the page. */
  app.post(deskActivityPath.route, async (request, reply) => {
    await requireAgent(ctx, request);
    return reply.status(204).send();
  });

  app.post(deskSignOutPath.route, async (request, reply) => {
    const token = signInToken(ctx, request);
    if (token !== "") await signOut(ctx, { token });
    dropSignIn(ctx, reply);
    return reply.redirect(deskSignInPath(), 303);
  });
}

import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { confirmSignIn } from "../../people/confirm-sign-in.ts";
import { offerPasskeySignIn } from "../../people/offer-passkey-sign-in.ts";
import { readSession } from "../../people/read-session.ts";
import { signIn } from "../../people/sign-in.ts";
import { signOut } from "../../people/sign-out.ts";
import { Failure } from "../../platform/failure.ts";
import { answerForm } from "../form.ts";
import { sendPage } from "../page.ts";
import { dropSession, keepSession, sessionToken } from "./agent-session.ts";
import type { DeskDeps } from "./desk-page.tsx";
import { PasskeyView, SignInView } from "./sign-in-view.tsx";

const form = z.object({
  email: z.string().trim().min(1, "Digite o seu e-mail."),
  password: z.string().min(1, "Digite a sua senha.").max(500, "Senha longa demais."),
  after: z.string().default(""),
});

/** Only pages that people of an AR open: a link must not lead a fresh session to another site. */
export function safeAfter(text: unknown): string {
  const path = typeof text === "string" ? text : "";
  return /^\/(desk|office|caixa)([/?][\w\-./?=&%:]*)?$/.test(path) && !path.startsWith("/desk/entrar") ? path : "/desk";
}

export function signInPages(app: FastifyInstance, { ctx }: DeskDeps): void {
  app.get("/desk/entrar", async (request, reply) => {
    const query = request.query as Record<string, unknown>;
    const after = safeAfter(query["depois"]);
    const session = await readSession(ctx, sessionToken(request));
    if (session.state === "whole") return reply.redirect(after, 303);
    if (session.state === "half") return reply.redirect(`/desk/entrar/chave?depois=${encodeURIComponent(after)}`, 303);
    const notice = query["senha"] === "nova" ? "Senha guardada. Entre com ela." : undefined;
    return sendPage(reply, SignInView({ after, ...(notice ? { notice } : {}) }));
  });

  app.post("/desk/entrar", (request, reply) =>
    answerForm(
      reply,
      form,
      request.body,
      async ({ email, password, after }) => {
        const { token, needsPasskey } = await signIn(ctx, { email, password, address: request.ip });
        keepSession(ctx, reply, token);
        const next = safeAfter(after);
        return reply.redirect(needsPasskey ? `/desk/entrar/chave?depois=${encodeURIComponent(next)}` : next, 303);
      },
      (errors, values) => SignInView({ after: safeAfter(values["after"]), errors, values }),
    ),
  );

  app.get("/desk/entrar/chave", async (request, reply) => {
    const after = safeAfter((request.query as Record<string, unknown>)["depois"]);
    const session = await readSession(ctx, sessionToken(request));
    if (session.state === "none") throw new Failure("sign-in-needed");
    if (session.state === "whole") return reply.redirect(after, 303);
    const options = await offerPasskeySignIn(ctx, { by: session.principal });
    return sendPage(reply, PasskeyView({ after, options }));
  });

  app.post("/desk/entrar/chave", async (request, reply) => {
    const token = sessionToken(request);
    const session = await readSession(ctx, token);
    if (session.state !== "half") throw new Failure("sign-in-needed");
    const response = request.body as AuthenticationResponseJSON;
    if (typeof response?.id !== "string") throw new Failure("passkey-refused");
    const confirmed = await confirmSignIn(ctx, { by: session.principal, sessionToken: token, response });
    keepSession(ctx, reply, confirmed.token);
    return reply.status(204).send();
  });

  app.post("/desk/sair", async (request, reply) => {
    const token = sessionToken(request);
    if (token !== "") await signOut(ctx, { token });
    dropSession(reply);
    return reply.redirect("/desk/entrar", 303);
  });
}

import type { FastifyInstance, FastifyRequest } from "fastify";
import { mailboxInvitationFilePath, mailboxMessagePath, mailboxPath } from "../../contract/desk-addresses.ts";
import { allMessages, messageById } from "../../notifications/followers/notifications-reads.ts";
import { withCode } from "../../notifications/outbox/deliver-message.ts";
import { deliveryState, deliveryWords, type Message } from "../../notifications/outbox/message.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { sendPage } from "../page.ts";
import { requireAgent } from "../signed-in-agent.ts";
import { BackLink, Empty, LinkButton, Tag } from "../ui/components.tsx";
import { formatShortDay, formatTime } from "../ui/dates.ts";
import { Layout } from "../ui/layout.tsx";

const isId = (text: string) => /^[0-9a-f-]{36}$/.test(text);

/**
 * `/caixa`: what would have been mailed, while there is no mail server; with one its addresses are not found. It shows
 * messages with their codes: in the demo everybody's, to all; elsewhere those of an AR, to its manager who is signed in.
 */
export function mailboxPages(app: FastifyInstance, { ctx }: { ctx: Context }): void {
  if (ctx.config.smtpUrl) return;
  const { demo } = ctx.config;
  /** The AR whose messages are shown; undefined: all. */
  const admit = async (request: FastifyRequest): Promise<string | undefined> =>
    demo ? undefined : (await requireAgent(ctx, request, "manager")).raId;

  app.get<{ Querystring: { para?: string } }>(mailboxPath.route, async (request, reply) => {
    const raId = await admit(request);
    const { para } = request.query;
    const messages = await allMessages(ctx.db, 100, typeof para === "string" && para !== "" ? para : undefined, raId);
    return sendPage(reply, <MailboxView demo={demo} messages={messages} recipient={para} />);
  });

  const find = async (request: FastifyRequest<{ Params: { id: string } }>) => {
    const raId = await admit(request);
    const { id } = request.params;
    const message = isId(id) ? await messageById(ctx.db, id) : undefined;
    if (!message || (raId !== undefined && message.raId !== raId)) throw new Failure("not-found");
    return message;
  };

  app.get<{ Params: { id: string } }>(mailboxMessagePath.route, async (request, reply) =>
    sendPage(reply, <MessageView ctx={ctx} message={await find(request)} />),
  );

  app.get<{ Params: { id: string } }>(mailboxInvitationFilePath.route, async (request, reply) => {
    const { calendar } = await find(request);
    if (calendar === null) throw new Failure("not-found");
    return reply
      .type("text/calendar; charset=utf-8")
      .header("content-disposition", 'attachment; filename="convite.ics"')
      .send(calendar);
  });
}

type MailboxProps = { demo: boolean; messages: Message[]; recipient: string | undefined };

function MailboxView({ demo, messages, recipient }: MailboxProps) {
  return (
    <Layout title="Caixa de mensagens" demo={demo}>
      <h1>Caixa de mensagens</h1>
      <p class="lead">
        {demo
          ? "Nesta demonstração nenhum e-mail ou SMS sai de verdade."
          : "Ainda não há servidor de e-mail (SMTP_URL), por isso nenhum e-mail ou SMS sai."}{" "}
        O que sairia aparece aqui{demo ? "" : ", só desta AR"}, para qualquer destinatário.
      </p>
      <p>
        <a href={mailboxPath()}>{recipient ? "Mostrar todas" : "Atualizar a lista"}</a>
      </p>
      {messages.length === 0 ? (
        <Empty>Nenhuma mensagem ainda.</Empty>
      ) : (
        <ul class="tasks">
          {messages.map((message) => (
            <li key={message.id}>
              <span class="what">
                <a href={mailboxMessagePath(message.id)}>{message.subject}</a>
                <span class="hint">
                  {message.channel === "sms" ? "SMS para " : "Para "}
                  {message.recipient} · {formatShortDay(message.createdAt)} às {formatTime(message.createdAt)}
                </span>
              </span>
              <Delivery message={message} />
            </li>
          ))}
        </ul>
      )}
    </Layout>
  );
}

function Delivery({ message }: { message: Message }) {
  const state = deliveryState(message);
  const tone = state === "failed" ? "error" : state === "retrying" ? "warn" : state === "waiting" ? "idle" : "ok";
  return <Tag tone={tone}>{deliveryWords[state]}</Tag>;
}

/** Text with its addresses as links. The HTML body is not shown: it has styles of its own, and the words are the same. */
function Linked({ text }: { text: string }) {
  const pieces = text.split(/(https?:\/\/[^\s]+[^\s.,)])/);
  return (
    <>
      {pieces.map((piece, at) =>
        at % 2 === 1 ? (
          <a href={piece} key={piece}>
            {piece}
          </a>
        ) : (
          piece.split("\n").flatMap((line, row) => (row === 0 ? [line] : [<br key={line} />, line]))
        ),
      )}
    </>
  );
}

function MessageView({ ctx, message }: { ctx: Context; message: Message }) {
  return (
    <Layout title={message.subject} demo={ctx.config.demo}>
      <BackLink href={mailboxPath()} text="Caixa de mensagens" />
      <h1>{message.subject}</h1>
      <p class="hint">
        {message.channel === "sms" ? "SMS para " : "Para "}
        <a href={`${mailboxPath()}?para=${encodeURIComponent(message.recipient)}`}>{message.recipient}</a>
        {" · "}
        {formatShortDay(message.createdAt)} às {formatTime(message.createdAt)}
      </p>
      <p>
        <Delivery message={message} />
      </p>
      <article class="card">
        {withCode(ctx, message.bodyText, message)
          .split("\n\n")
          .map((paragraph) => (
            <p key={paragraph}>
              <Linked text={paragraph} />
            </p>
          ))}
      </article>
      {message.calendar !== null && (
        <div class="actions">
          <LinkButton href={mailboxInvitationFilePath(message.id)} kind="secondary">
            Baixar o convite de agenda
          </LinkButton>
        </div>
      )}
    </Layout>
  );
}

import { productTitle } from "../../../catalog/product.ts";
import {
  helpPath,
  orderCancellationPath,
  orderEntryPath,
  orderLetterSendingPath,
  orderPath,
  orderRevocationPath,
  orderSignOutPath,
  orderSlotPath,
} from "../../../contract/holder-addresses.ts";
import { deliveryState, deliveryWords, type Message } from "../../../notifications/outbox/message.ts";
import type { Site } from "../../../people/authority/site.ts";
import type { FormErrors } from "../../form.ts";
import {
  BackLink,
  Button,
  Checkbox,
  ErrorSummary,
  Field,
  LinkButton,
  Notice,
  Tag,
  TaskList,
} from "../../ui/components.tsx";
import { formatDayAndTime } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import { ApplicantPage, type Frame, RaCard } from "../applicant-page.tsx";
import { orderTitle } from "../order-title.ts";
import type { OrderFacts } from "../progress/order-facts.ts";
import { isSitting, nextStep, orderTasks } from "../progress/order-progress.ts";
import { pastSteps } from "../progress/order-timeline.ts";
import { stalledStep, troubleTitle, troubleWords } from "../progress/trouble-words.ts";
import { isVisited } from "../progress/visit-progress.ts";
import { SiteWords, whatToBring } from "../sites-card.tsx";
import { OrderClocks } from "./order-clocks.tsx";
import { type Mate, mateWords } from "./purchase-mates.ts";
import { RescheduledNotice } from "./reschedule-view.tsx";

export function OrderView(props: {
  frame: Frame;
  facts: OrderFacts;
  messages: Message[];
  mates: Mate[];
  /** How many more of its purchase this browser may not see. */
  unseen: number;
  /** Their time was changed by the press before. */
  moved: boolean;
  now: Date;
}) {
  const { frame, facts, messages, mates, unseen, moved, now } = props;
  const { order, product } = facts;
  const stalled = stalledStep(facts);
  const next = stalled ?? nextStep(facts, now);
  // The page looks again when the hold ends, so that "Reservado" is not shown longer than it is true.
  const ends = facts.payment ? null : facts.open?.holdExpiresAt;
  const lapses = ends ? Math.ceil((ends.getTime() - now.getTime()) / 1000) + 1 : undefined;
  return (
    <ApplicantPage
      frame={frame}
      title={`Pedido ${order.number}`}
      width="wide"
      sheets={["shop.css"]}
      {...(lapses === undefined ? {} : { islands: ["reload-island"] })}
      address={orderPath(order.number)}
    >
      <div class="columns" {...told({ reloadEvery: lapses })}>
        <div>
          <p class="hint">
            Pedido <span class="number">{order.number}</span>
          </p>
          <h1>
            {productTitle(product)} de {order.companyName ?? order.applicantName}
          </h1>
          {moved && <RescheduledNotice open={facts.open} />}
          {facts.trouble && !stalled && (
            <Notice tone="warn" title={troubleTitle}>
              <p>{troubleWords(facts.trouble)}</p>
            </Notice>
          )}
          <section class="card next-step" aria-labelledby="proximo-passo">
            <p class="small">Próximo passo</p>
            <h2 id="proximo-passo">{next.title}</h2>
            <p>{next.words}</p>
            <p class="hint">
              Com quem está: {next.owner}.{next.until && ` Até: ${next.until}.`}
            </p>
            {next.href && next.button && <LinkButton href={next.href}>{next.button}</LinkButton>}
          </section>
          <Mates mates={mates} unseen={unseen} own={order.number} />
          <h2>Seu pedido, passo a passo</h2>
          <TaskList tasks={orderTasks(facts, now)} />
          {facts.site && <VisitCard site={facts.site} />}
          <h2>O que já aconteceu</h2>
          <ol class="timeline">
            {pastSteps(facts).map(({ at, words }) => (
              <li key={`${at.toISOString()}${words}`}>
                <time dateTime={at.toISOString()}>{formatDayAndTime(at)}</time>
                {words}
              </li>
            ))}
          </ol>
          <h2 id="mensagens">Mensagens que enviamos</h2>
          <Messages messages={messages} number={order.number} />
        </div>
        <aside>
          <OrderClocks facts={facts} now={now} />
          <RaCard ra={frame.ra} />
          <section class="card" aria-labelledby="mudar">
            <h2 id="mudar">Mudou algo?</h2>
            <ul>
              {(facts.payment || facts.site) && !order.cancelledAt && !isSitting(facts) && (
                <li>
                  <a href={orderSlotPath(order.number)}>{facts.open ? "Reagendar" : "Escolher horário"}</a>
                </li>
              )}
              {facts.certificates[0] && !facts.certificates[0].revokedAt && (
                <li>
                  <a href={orderRevocationPath(order.number)}>Revogar o certificado</a>
                </li>
              )}
              {!order.cancelledAt && !isVisited(facts) && (
                <li>
                  <a href={orderCancellationPath(order.number)}>Cancelar o pedido</a>
                </li>
              )}
              <li>
                <a href={helpPath()}>Dúvidas e Suporte</a>
              </li>
            </ul>
            <form method="post" action={orderSignOutPath()}>
              <Button kind="quiet" small>
                Fechar o pedido neste aparelho
              </Button>
            </form>
          </section>
          <p class="hint small">O Confere nunca pede senha por telefone, e-mail ou mensagem.</p>
        </aside>
      </div>
    </ApplicantPage>
  );
}

/** In person: where, what to bring, and whose the rest is. */
function VisitCard({ site }: { site: Site }) {
  return (
    <section class="card" aria-labelledby="posto">
      <h2 id="posto">O posto e o que levar</h2>
      <SiteWords site={site} />
      <p>Leve {whatToBring}.</p>
      <p class="hint">
        O pagamento, a identificação e a emissão são feitos no posto, no sistema da AR. Aqui fica só o horário.
      </p>
    </section>
  );
}

/** What was bought with this order, each with its own panel and its own time. */
function Mates({ mates, unseen, own }: { mates: Mate[]; unseen: number; own: string }) {
  if (mates.length + unseen < 2) return null;
  return (
    <section class="card" aria-labelledby="mesma-compra">
      <h2 id="mesma-compra">Pedidos da mesma compra</h2>
      <ol class="basket mates">
        {mates.map((mate) => {
          const { order, open } = mate;
          const words = mateWords(mate);
          return (
            <li key={order.number}>
              <div>
                {order.number === own ? (
                  <strong>{orderTitle(mate)} (este)</strong>
                ) : (
                  <a href={orderPath(order.number)}>{orderTitle(mate)}</a>
                )}
                <span class="hint">
                  <span class="number">{order.number}</span>
                  {open && `, ${formatDayAndTime(open.startsAt)}`}
                </span>
              </div>
              <Tag tone={words === "Marcado" ? "ok" : words === "Cancelado" ? "idle" : "warn"}>{words}</Tag>
            </li>
          );
        })}
      </ol>
      <p class="hint">
        Cada certificado tem o seu atendimento e a sua sala. O documento de identidade vale para todos.
      </p>
      {unseen > 0 && (
        <p class="hint">
          A compra tem {unseen === 1 ? "mais um pedido" : `mais ${unseen} pedidos`}. Para ver aqui,{" "}
          <a href={orderEntryPath()}>abra cada um</a> pelo número e CPF.
        </p>
      )}
    </section>
  );
}

/** Each message with its words and whether it was delivered: nothing depends on mail alone. */
function Messages({ messages, number }: { messages: Message[]; number: string }) {
  if (messages.length === 0) return <p class="hint">Nenhuma ainda. Cada mensagem enviada aparece aqui.</p>;
  return messages.map((message) => {
    const state = deliveryState(message);
    return (
      <details key={message.id} class="message">
        <summary>
          {message.subject}{" "}
          <Tag tone={state === "failed" ? "error" : state === "sent" ? "ok" : "idle"}>{deliveryWords[state]}</Tag>
        </summary>
        <p class="hint small">
          Para {message.recipient}, {formatDayAndTime(message.createdAt)}
        </p>
        <div class="message-text">{message.bodyText}</div>
        {state === "failed" && (
          <form method="post" action={orderLetterSendingPath(number, message.id)}>
            <Button kind="secondary" small>
              Enviar de novo
            </Button>
          </form>
        )}
      </details>
    );
  });
}

/** `others`: how many of the same purchase go on. */
export function CancelView(props: { frame: Frame; facts: OrderFacts; others: number; errors?: FormErrors }) {
  const { frame, facts, others, errors } = props;
  const { order, payment } = facts;
  const here = orderPath(order.number);
  return (
    <ApplicantPage frame={frame} title="Cancelar o pedido?" sheets={["shop.css"]}>
      <BackLink href={here} text="Voltar ao pedido" />
      <ErrorSummary errors={errors} />
      <h1>Cancelar o pedido {order.number}?</h1>
      {payment ? (
        <>
          <Notice title="Este pedido já foi pago">
            <p>Para desistir e receber o valor de volta, fale com a AR. Ela cancela o pedido e devolve o pagamento.</p>
          </Notice>
          <p>
            Só não pode no horário marcado? <a href={orderSlotPath(order.number)}>Mude o horário</a>, sem custo.
          </p>
          <RaCard ra={frame.ra} />
        </>
      ) : (
        <form method="post" action={orderCancellationPath(order.number)}>
          <p>
            {facts.site
              ? "O horário no posto é liberado. Nada foi cobrado."
              : facts.paysOnline
                ? "O horário reservado é liberado e o código Pix deixa de valer. Nada foi cobrado."
                : "Se você já pagou à AR, não cancele aqui: fale com ela, que devolve o valor."}
          </p>
          {others > 0 && (
            <p>
              Só este pedido é cancelado. {others === 1 ? "O outro" : `Os outros ${others}`} da mesma compra{" "}
              {others === 1 ? "continua" : "continuam"}
              {facts.paysOnline && ", com um código Pix novo"}.
            </p>
          )}
          <Field name="motivo" label="O que houve?" optional autocomplete="off" more={{ maxLength: 300 }} />
          <Checkbox name="certeza" label="Sim, quero cancelar este pedido" errors={errors} />
          <div class="actions">
            <Button kind="danger">Cancelar o pedido</Button>
            <LinkButton href={here} kind="secondary">
              Não, voltar ao pedido
            </LinkButton>
          </div>
        </form>
      )}
    </ApplicantPage>
  );
}

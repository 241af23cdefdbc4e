import type { IssuanceStage } from "../../issuance/issuance.ts";
import type { IssuedCertificate } from "../../issuance/issuance-views.ts";
import { formatEmail } from "../../orders/applicant.ts";
import type { PlacedOrder } from "../../orders/order.ts";
import type { Shipment } from "../../shipping/shipment.ts";
import type { Trouble } from "../../watch/trouble.ts";
import type { FormErrors } from "../form.ts";
import { BackLink, Button, ErrorSummary, Field, LinkButton, Notice, Summary } from "../ui/components.tsx";
import { formatInstant } from "../ui/dates.ts";
import { ApplicantPage, type Frame, RaCard } from "./applicant-page.tsx";
import { AnotherCode, CodeSent, type CodeState } from "./code-sent.tsx";
import { deviceHonesty, deviceStep } from "./device-words.ts";
import { CeremonySections } from "./issuance-ceremony-view.tsx";
import { troubleTitle, troubleWords } from "./trouble-words.ts";

type Waiting = Exclude<IssuanceStage, "ready" | "agreement" | "done" | "waiting-device">;

/** What the holder reads while it is not time yet: what is missing, whose step it is. */
const waiting: Record<Waiting, { title: string; words: string }> = {
  closed: {
    title: "Este pedido foi encerrado",
    words: "Nenhum certificado será emitido por ele. Se isto não faz sentido para você, fale com a AR.",
  },
  "waiting-payment": {
    title: "Falta o pagamento",
    words: "O próximo passo é seu: pague o pedido para marcar a videoconferência.",
  },
  "waiting-validation": {
    title: "Primeiro, a videoconferência",
    words: "O certificado é emitido depois que um agente confere a sua identidade por vídeo.",
  },
  "waiting-verification": {
    title: "Um segundo agente está conferindo",
    words:
      "A lei pede que outra pessoa confira o atendimento. O próximo passo é da AR; esta página se atualiza sozinha e avisamos por e-mail.",
  },
  "waiting-seal": {
    title: "Estamos fechando o seu dossiê",
    words: "Leva poucos segundos. Esta página se atualiza sozinha.",
  },
  revoked: {
    title: "Este certificado foi revogado",
    words: "Ele não vale mais e está na lista de revogados. Para um novo, faça outro pedido.",
  },
};

type Props = {
  frame: Frame;
  order: PlacedOrder;
  productName: string;
  stage: IssuanceStage;
  /** Present while this browser has not shown that it is the holder's. */
  confirmation: (CodeState & { justSent: boolean; errors: FormErrors }) | undefined;
  issued: IssuedCertificate | undefined;
  /** Of the card or token, where there is one. */
  shipment: Shipment | undefined;
  /** Something of ours that fails and keeps the holder waiting. */
  trouble: Trouble | undefined;
};

export function IssuanceView({ frame, order, productName, stage, confirmation, issued, shipment, trouble }: Props) {
  const live = stage === "ready" || stage === "agreement" || stage === "done";
  const moving = stage === "waiting-verification" || stage === "waiting-seal";
  return (
    <ApplicantPage
      frame={frame}
      title="Emissão do certificado"
      sheets={["issuance.css"]}
      islands={confirmation ? [] : live ? ["key-ceremony-island"] : moving ? ["reload-island"] : []}
      address={`/pedido/${order.number}/emissao`}
      {...(moving ? { refresh: 10 } : {})}
    >
      <BackLink href={`/pedido/${order.number}`} text="Ir para o painel do pedido" />
      <h1>{stage === "waiting-device" ? "Emissão do certificado" : "Emita o seu certificado"}</h1>
      <p>
        {productName} · pedido <strong class="number">{order.number}</strong>
      </p>
      {trouble && !moving && (
        <Notice tone="warn" title={troubleTitle}>
          <p>{troubleWords(trouble)}</p>
        </Notice>
      )}
      {confirmation ? (
        <Confirmation order={order} {...confirmation} />
      ) : live ? (
        <CeremonySections order={order} productName={productName} stage={stage} />
      ) : stage === "waiting-device" ? (
        <WaitingDevice shipment={shipment} order={order} />
      ) : (
        <Waiting stage={stage as Waiting} order={order} moving={moving} trouble={trouble} />
      )}
      {issued?.agreementSignedAt && <CertificateCard issued={issued} order={order} />}
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}

/** Number and CPF open this page; the certificate needs the holder's own mailbox too. */
function Confirmation(props: { order: PlacedOrder } & NonNullable<Props["confirmation"]>) {
  const { order, justSent, errors, ...state } = props;
  const base = `/pedido/${order.number}/emissao`;
  return (
    <div class="emission-step">
      <ErrorSummary errors={errors} />
      <Notice tone="ok" title="Sua identidade foi confirmada">
        <p>Falta um passo de segurança: só quem lê o seu e-mail pode emitir o certificado.</p>
      </Notice>
      {justSent && <CodeSent state={state} to={maskEmail(order.email)} />}
      {state.sentAt ? (
        <>
          <form method="post" action={`${base}/confirmacao`}>
            <Field
              name="codigo"
              label="Código recebido por e-mail"
              hint={`6 números, enviados para ${maskEmail(order.email)}.`}
              errors={errors}
              inputMode="numeric"
              autocomplete="one-time-code"
              size="short"
            />
            <div class="actions">
              <Button>Confirmar e continuar</Button>
            </div>
          </form>
          <AnotherCode state={state} action={`${base}/codigo`} quiet />
        </>
      ) : state.nextAt ? (
        <AnotherCode state={state} action={`${base}/codigo`} />
      ) : (
        <form method="post" action={`${base}/codigo`} class="actions">
          <Button>Enviar código para {maskEmail(order.email)}</Button>
        </form>
      )}
    </div>
  );
}

/** "maria@exemplo.com.br" -> "ma…@exemplo.com.br": enough to know which mailbox, not enough to learn it. */
export const maskEmail = (email: string): string => formatEmail(email).replace(/^(.{1,2})[^@]*/, "$1…");

/** Cards and tokens: said plainly that this page does not make them. */
function WaitingDevice({ shipment, order }: { shipment: Shipment | undefined; order: PlacedOrder }) {
  const { title, words } = deviceStep(shipment);
  return (
    <>
      <Notice tone="info" title={title}>
        <p>{words}</p>
      </Notice>
      <p>
        A chave nasce dentro da mídia e nunca sai dela. {shipment?.deliveredAt ? "" : `${deviceHonesty} `}Esta página
        ainda não emite em cartão ou token.
      </p>
      <p>
        <LinkButton href={`/pedido/${order.number}`} kind="secondary">
          Acompanhar o pedido
        </LinkButton>
      </p>
    </>
  );
}

function Waiting(props: { stage: Waiting; order: PlacedOrder; moving: boolean; trouble: Trouble | undefined }) {
  const { stage, order, moving, trouble } = props;
  const failing = moving && trouble;
  const { title, words } = failing ? { title: troubleTitle, words: troubleWords(trouble) } : waiting[stage];
  return (
    <div data-reload-every={moving ? (failing ? "30" : "5") : undefined}>
      <Notice tone={failing || stage === "closed" || stage === "revoked" ? "warn" : "info"} title={title}>
        <p>{words}</p>
      </Notice>
      <p>
        <LinkButton href={`/pedido/${order.number}`} kind="secondary">
          Ver o que falta no pedido
        </LinkButton>
      </p>
    </div>
  );
}

function CertificateCard({ issued, order }: { issued: IssuedCertificate; order: PlacedOrder }) {
  const base = `/pedido/${order.number}/emissao`;
  return (
    <section class="card" aria-labelledby="dados-do-certificado">
      <h2 id="dados-do-certificado">O seu certificado</h2>
      <Summary
        rows={[
          { term: "Titular", value: issued.commonName },
          { term: "Válido de", value: formatInstant(issued.notBefore) },
          { term: "Válido até", value: formatInstant(issued.notAfter) },
          { term: "Número de série", value: <span class="fingerprint">{issued.serial}</span> },
          { term: "Impressão digital", value: <span class="fingerprint">{issued.fingerprint}</span> },
        ]}
      />
      <p>
        <a href={`${base}/certificado.cer`}>Baixar só o certificado público</a>
        {" · "}
        <a href={`${base}/termo.txt`}>Termo assinado</a> · <a href={`${base}/termo.p7s`}>assinatura do termo</a>
        {" · "}
        <a href="/ac">Cadeia da AC</a>
      </p>
    </section>
  );
}

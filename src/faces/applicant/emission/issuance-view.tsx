import {
  authorityPath,
  orderIssuanceAgreementSealPath,
  orderIssuanceAgreementTextPath,
  orderIssuanceCertificateFilePath,
  orderIssuanceCodePath,
  orderIssuanceConfirmationPath,
  orderIssuancePath,
  orderPath,
  orderRevocationPath,
} from "../../../contract/holder-addresses.ts";
import type { IssuanceStage } from "../../../issuance/certificates/issuance.ts";
import type { IssuedCertificate } from "../../../issuance/certificates/issuance-reads.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import type { Shipment } from "../../../shipping/shipment.ts";
import type { Trouble } from "../../../watch/troubles/trouble.ts";
import type { FormErrors } from "../../form.ts";
import { BackLink, LinkButton, Notice, Summary } from "../../ui/components.tsx";
import { formatInstant, formatShortDay } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";
import { ApplicantPage, type Frame, RaCard } from "../applicant-page.tsx";
import type { CodeState } from "../code-sent.tsx";
import { deviceHonesty, deviceStep } from "../progress/device-words.ts";
import { troubleTitle, troubleWords } from "../progress/trouble-words.ts";
import { HolderCode } from "./holder-code-view.tsx";
import { CeremonySections } from "./issuance-ceremony-view.tsx";

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
  "waiting-authority": {
    title: "A autoridade certificadora está emitindo",
    words:
      "O seu pedido de certificado está com ela. Esta página se atualiza sozinha, e avisamos por e-mail. A chave espera neste navegador: continue por ele.",
  },
  revoked: {
    title: "Este certificado foi revogado",
    words: "Ele não vale mais e está na lista de revogados. O tempo comprado acabou: para um novo, faça outro pedido.",
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
  /** Until when the order may have another certificate after a revocation. */
  paidUntil: Date | undefined;
  /** Of the card or token, where there is one. */
  shipment: Shipment | undefined;
  /** Something of ours that fails and keeps the holder waiting. */
  trouble: Trouble | undefined;
};

export function IssuanceView(props: Props) {
  const { frame, order, productName, stage, confirmation, issued, paidUntil, shipment, trouble } = props;
  const live = stage === "ready" || stage === "agreement" || stage === "done";
  const moving = ["waiting-verification", "waiting-seal", "waiting-authority"].includes(stage);
  return (
    <ApplicantPage
      frame={frame}
      title="Emissão do certificado"
      sheets={["issuance.css"]}
      islands={confirmation ? [] : live ? ["key-ceremony-island"] : moving ? ["reload-island"] : []}
      address={orderIssuancePath(order.number)}
      {...(moving ? { refresh: 10 } : {})}
    >
      <BackLink href={orderPath(order.number)} text="Ir para o painel do pedido" />
      <h1>
        {stage === "ready" || (!issued?.revokedAt && stage !== "waiting-device")
          ? "Emita o seu certificado"
          : "Emissão do certificado"}
      </h1>
      <p>
        {productName} · pedido <strong class="number">{order.number}</strong>
      </p>
      {issued?.revokedAt && stage !== "revoked" && <Replaced issued={issued} order={order} paidUntil={paidUntil} />}
      {trouble && !moving && (
        <Notice tone="warn" title={troubleTitle}>
          <p>{troubleWords(trouble)}</p>
        </Notice>
      )}
      {confirmation ? (
        <HolderCode
          order={order}
          {...confirmation}
          sends={orderIssuanceCodePath(order.number)}
          takes={orderIssuanceConfirmationPath(order.number)}
          intro={
            <Notice tone="ok" title="Sua identidade foi confirmada">
              <p>Falta um passo de segurança: só quem lê o seu e-mail pode emitir o certificado.</p>
            </Notice>
          }
        />
      ) : live ? (
        <CeremonySections order={order} productName={productName} stage={stage} />
      ) : stage === "waiting-device" ? (
        <WaitingDevice shipment={shipment} order={order} />
      ) : (
        <Waiting stage={stage as Waiting} order={order} moving={moving} trouble={trouble} />
      )}
      {issued && (issued.agreementSignedAt || issued.revokedAt) && <CertificateCard issued={issued} order={order} />}
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}

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
        <LinkButton href={orderPath(order.number)} kind="secondary">
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
    <div {...told({ reloadEvery: moving ? (failing ? "30" : "5") : undefined })}>
      <Notice tone={failing || stage === "closed" || stage === "revoked" ? "warn" : "info"} title={title}>
        <p>{words}</p>
      </Notice>
      <p>
        <LinkButton href={orderPath(order.number)} kind="secondary">
          Ver o que falta no pedido
        </LinkButton>
      </p>
    </div>
  );
}

function CertificateCard({ issued, order }: { issued: IssuedCertificate; order: PlacedOrder }) {
  return (
    <section class="card" aria-labelledby="dados-do-certificado">
      <h2 id="dados-do-certificado">{issued.revokedAt ? "O certificado revogado" : "O seu certificado"}</h2>
      <Summary
        rows={[
          { term: "Titular", value: issued.commonName },
          { term: "Válido de", value: formatInstant(issued.notBefore) },
          { term: "Válido até", value: formatInstant(issued.notAfter) },
          ...(issued.revokedAt ? [{ term: "Revogado em", value: formatInstant(issued.revokedAt) }] : []),
          { term: "Número de série", value: <span class="fingerprint">{issued.printedSerial}</span> },
          { term: "Impressão digital", value: <span class="fingerprint">{issued.fingerprint}</span> },
        ]}
      />
      <p>
        <a href={orderIssuanceCertificateFilePath(order.number)}>Baixar só o certificado público</a>
        {issued.agreementSignedAt && (
          <>
            {" · "}
            <a href={orderIssuanceAgreementTextPath(order.number)}>Termo assinado</a> ·{" "}
            <a href={orderIssuanceAgreementSealPath(order.number)}>assinatura do termo</a>
          </>
        )}
        {!issued.chain && " · "}
        {!issued.chain && <a href={authorityPath()}>Cadeia da AC</a>}
      </p>
      {!issued.revokedAt && (
        <p>
          Perdeu o arquivo ou a senha, ou alguém pode ter acesso a eles?{" "}
          <a href={orderRevocationPath(order.number)}>Revogue o certificado</a>.
        </p>
      )}
    </section>
  );
}

/** The order goes on to another certificate: what became of the first, and until when. */
function Replaced(props: { issued: IssuedCertificate; order: PlacedOrder; paidUntil: Date | undefined }) {
  const { issued, order, paidUntil } = props;
  return (
    <Notice tone="warn" title={`O certificado anterior foi revogado em ${formatInstant(issued.revokedAt!)}`}>
      <p>
        Ele não vale mais.{paidUntil && ` Este pedido dá direito a outro, que vale até ${formatShortDay(paidUntil)}.`}{" "}
        <a href={orderPath(order.number)}>Ver o próximo passo</a>.
      </p>
    </Notice>
  );
}

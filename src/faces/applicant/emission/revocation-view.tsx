import {
  authorityPath,
  orderPath,
  orderRevocationCodePath,
  orderRevocationConfirmationPath,
  orderRevocationPath,
} from "../../../contract/holder-addresses.ts";
import type { OfferedReason } from "../../../issuance/certificates/issuance.ts";
import type { IssuedCertificate } from "../../../issuance/certificates/issuance-reads.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import {
  BackLink,
  Button,
  Checkbox,
  Choices,
  ErrorSummary,
  LinkButton,
  Notice,
  Summary,
} from "../../ui/components.tsx";
import { formatInstant, formatShortDay } from "../../ui/dates.ts";
import { ApplicantPage, type Frame, RaCard } from "../applicant-page.tsx";
import type { CodeState } from "../code-sent.tsx";
import { HolderCode } from "./holder-code-view.tsx";

type Props = {
  frame: Frame;
  order: PlacedOrder;
  /** The newest. */
  issued: IssuedCertificate | undefined;
  paidUntil: Date | undefined;
  /** Present once this browser has shown that it is the holder's. */
  reasons: OfferedReason[] | undefined;
  code: CodeState & { justSent: boolean };
  errors: FormErrors;
  values: FormValues;
  now: Date;
};

export function RevocationView(props: Props) {
  const { frame, order, issued } = props;
  return (
    <ApplicantPage frame={frame} title="Revogar o certificado" sheets={["issuance.css"]}>
      <BackLink href={orderPath(order.number)} text="Ir para o painel do pedido" />
      <div class="emission-step">
        {issued === undefined ? (
          <>
            <h1>Revogar o certificado</h1>
            <Notice title="Ainda não há certificado neste pedido">
              <p>Não há o que revogar. Para desistir do pedido, use “Cancelar o pedido” no painel ou fale com a AR.</p>
            </Notice>
          </>
        ) : issued.revokedAt ? (
          <Revoked {...props} issued={issued} />
        ) : (
          <Revoke {...props} issued={issued} />
        )}
      </div>
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}

type Issued = Props & { issued: IssuedCertificate };

function Revoke({ order, issued, reasons, code, errors, values, paidUntil }: Issued) {
  const action = orderRevocationPath(order.number);
  const facts = (
    <>
      <Summary
        rows={[
          { term: "Titular", value: issued.commonName },
          { term: "Válido até", value: formatInstant(issued.notAfter) },
          { term: "Número de série", value: <span class="fingerprint">{issued.printedSerial}</span> },
        ]}
      />
      <Notice tone="warn" title="Revogar não se desfaz">
        <p>
          O certificado deixa de valer na hora e entra na lista pública de revogados. O que você assinou antes continua
          valendo.
          {paidUntil &&
            ` Este pedido dá direito a outro certificado, sem pagar de novo, até ${formatShortDay(paidUntil)}: a norma pede uma nova videoconferência.`}
        </p>
      </Notice>
    </>
  );
  if (!reasons)
    return (
      <>
        <h1>Revogar o certificado</h1>
        <HolderCode
          order={order}
          {...code}
          errors={errors}
          sends={orderRevocationCodePath(order.number)}
          takes={orderRevocationConfirmationPath(order.number)}
          intro={
            <>
              {code.sentAt ? <p>Certificado de {issued.commonName}.</p> : facts}
              <p>
                Só quem lê o seu e-mail pode revogar por aqui. Não lê mais este e-mail? Fale com a AR: ela também
                revoga.
              </p>
            </>
          }
        />
      </>
    );
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>Revogar o certificado</h1>
      {facts}
      <form method="post" action={action}>
        <Choices
          name="razao"
          legend="Por que você quer revogar?"
          value={values["razao"]}
          errors={errors}
          choices={reasons.map(({ code: value, words: label }) => ({ value, label }))}
        />
        <Checkbox name="certeza" label="Sim, quero revogar este certificado agora" errors={errors} />
        <div class="actions">
          <Button kind="danger">Revogar o certificado</Button>
          <LinkButton href={orderPath(order.number)} kind="secondary">
            Não, voltar ao pedido
          </LinkButton>
        </div>
      </form>
    </>
  );
}

function Revoked({ order, issued, paidUntil, now }: Issued) {
  const again = paidUntil !== undefined && paidUntil > now && order.cancelledAt === null;
  return (
    <>
      <h1>Certificado revogado</h1>
      {issued.revocationTold ? (
        <Notice tone="ok" live title={`Revogado em ${formatInstant(issued.revokedAt!)}`}>
          <p>
            O certificado de número de série <span class="fingerprint">{issued.printedSerial}</span> não vale mais e
            está na{" "}
            {issued.chain ? (
              "lista pública de revogados da autoridade que o emitiu"
            ) : (
              <a href={authorityPath()}>lista pública de revogados</a>
            )}
            . Enviamos a confirmação ao seu e-mail.
          </p>
        </Notice>
      ) : (
        <Notice tone="warn" live title={`Revogação pedida em ${formatInstant(issued.revokedAt!)}`}>
          <p>
            A autoridade que emitiu o certificado de número de série{" "}
            <span class="fingerprint">{issued.printedSerial}</span> ainda não confirmou. O seu pedido está guardado e
            vai de novo sozinho, até ela confirmar; você não precisa fazer mais nada.
          </p>
        </Notice>
      )}
      {again ? (
        <>
          <h2>Quer outro certificado?</h2>
          <p>
            Este pedido dá direito a outro, sem pagar de novo, que vale até {formatShortDay(paidUntil)}. A norma pede
            uma nova videoconferência, porque a chave é nova.
          </p>
          <LinkButton href={orderPath(order.number)}>Ver o próximo passo</LinkButton>
        </>
      ) : (
        <p>
          O tempo comprado neste pedido acabou. <a href="/">Compre outro certificado</a> quando precisar.
        </p>
      )}
    </>
  );
}

import { revocationEntryPath } from "../../../contract/holder-addresses.ts";
import {
  officeCertificateDestructionSealPath,
  officeCertificateDestructionTextPath,
  officeCertificatePath,
  officeCertificateRevocationPath,
  officeCertificatesPath,
} from "../../../contract/office-addresses.ts";
import type { OfferedReason } from "../../../issuance/certificates/issuance.ts";
import type { CertificateRow, IssuedCertificate } from "../../../issuance/certificates/issuance-reads.ts";
import { keptUntil, type Retention } from "../../../issuance/retention/retention.ts";
import type { Order } from "../../../orders/order.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import {
  BackLink,
  Button,
  Checkbox,
  Choices,
  Empty,
  ErrorSummary,
  Field,
  Notice,
  Summary,
  Tag,
} from "../../ui/components.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { formatInstant, formatShortDay } from "../../ui/dates.ts";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";
import { SearchForm } from "../search-form.tsx";

function stateTag({ revokedAt, notAfter }: IssuedCertificate, now: Date) {
  if (revokedAt) return <Tag tone="error">Revogado</Tag>;
  return notAfter <= now ? <Tag tone="idle">Vencido</Tag> : <Tag tone="ok">Vale</Tag>;
}

export function CertificateListView(props: { frame: OfficeFrame; words: string; certificates: CertificateRow[] }) {
  const { frame, words, certificates } = props;
  return (
    <OfficePage frame={frame} section="certificates" title="Certificados">
      <h1>Certificados</h1>
      <p>
        O titular revoga sozinho, a qualquer hora, na página <a href={revocationEntryPath()}>Revogar um certificado</a>{" "}
        do site. A AR revoga a pedido dele ou quando a regra manda.
      </p>
      <SearchForm
        action={officeCertificatesPath()}
        label="Número de série, pedido, CPF, CNPJ ou parte do nome"
        words={words}
      />
      {certificates.length === 0 ? (
        <Empty>{words ? `Nenhum certificado com “${words}”.` : "Nenhum certificado emitido ainda."}</Empty>
      ) : (
        <DataTable
          caption="Certificados, o mais novo primeiro"
          rows={certificates}
          keyOf={({ serial }) => serial}
          columns={[
            { title: "Emitido em", cell: ({ issuedAt }) => formatInstant(issuedAt) },
            { title: "Titular", cell: ({ commonName }) => commonName },
            { title: "Produto", cell: ({ productName }) => productName },
            { title: "Pedido", cell: ({ orderNumber }) => <span class="number">{orderNumber}</span> },
            {
              title: "Número de série",
              cell: ({ serial }) => (
                <a class="number" href={officeCertificatePath(serial)}>
                  {serial.slice(0, 12)}…
                </a>
              ),
            },
            { title: "Situação", cell: (row) => stateTag(row, frame.now) },
          ]}
        />
      )}
    </OfficePage>
  );
}

export function CertificateView(props: {
  frame: OfficeFrame;
  issued: IssuedCertificate;
  order: Order;
  reasons: OfferedReason[];
  paidUntil: Date | undefined;
  retention: Retention | undefined;
  errors?: FormErrors | undefined;
  values?: FormValues | undefined;
}) {
  const { frame, issued, order, errors } = props;
  return (
    <OfficePage frame={frame} section="certificates" title={`Certificado de ${issued.commonName}`}>
      <BackLink href={officeCertificatesPath()} text="Certificados" />
      <div class="narrow">
        <h1>
          {issued.commonName} {stateTag(issued, frame.now)}
        </h1>
        <ErrorSummary errors={errors} />
        <Summary
          rows={[
            { term: "Pedido", value: <span class="number">{order.number}</span> },
            { term: "Número de série", value: <span class="number">{issued.printedSerial}</span> },
            { term: "Emitido em", value: formatInstant(issued.issuedAt) },
            { term: "Válido até", value: formatInstant(issued.notAfter) },
          ]}
        />
        {issued.revokedAt ? <Revoked {...props} /> : frame.manages && <Revoke {...props} />}
        <Evidence {...props} />
      </div>
    </OfficePage>
  );
}

type Shown = Parameters<typeof CertificateView>[0];

function Revoked({ frame, issued, order, reasons, paidUntil }: Shown) {
  const { revokedBy, revokedReason, revokedNote } = issued;
  const who =
    revokedBy?.kind === "applicant"
      ? "O titular, com um código ao e-mail dele"
      : (revokedBy && "name" in revokedBy && revokedBy.name) || "A AR";
  const again = paidUntil !== undefined && paidUntil > frame.now && !order.cancelledAt;
  return (
    <>
      <h2>Revogação</h2>
      <Summary
        rows={[
          { term: "Revogado em", value: formatInstant(issued.revokedAt!) },
          { term: "Por quem", value: who },
          { term: "Motivo", value: reasons.find(({ code }) => code === revokedReason)?.words ?? revokedReason ?? "" },
          ...(revokedNote ? [{ term: "O que aconteceu", value: revokedNote }] : []),
        ]}
      />
      {again && (
        <p>
          O pedido dá direito a outro certificado, sem pagar de novo, até {formatShortDay(paidUntil)}. O titular marca
          uma nova videoconferência no painel dele.
        </p>
      )}
    </>
  );
}

function Revoke({ issued, reasons, errors, values }: Shown) {
  return (
    <>
      <h2>Revogar</h2>
      <Notice tone="warn" title="Revogar não se desfaz">
        <p>
          O certificado deixa de valer na hora e entra na lista pública. O titular recebe um e-mail. Confirme quem pede
          antes: quem telefona pode não ser o titular.
        </p>
      </Notice>
      <form method="post" action={officeCertificateRevocationPath(issued.serial)}>
        <Choices
          name="razao"
          legend="Motivo"
          value={values?.["razao"]}
          errors={errors}
          choices={reasons.map(({ code, words }) => ({ value: code, label: words }))}
        />
        <Field
          name="motivo"
          label="O que aconteceu e quem pediu"
          hint="Fica no pedido e no dossiê, com o seu nome."
          value={values?.["motivo"]}
          errors={errors}
          autocomplete="off"
        />
        <Checkbox name="certeza" label="Sim, revogar este certificado agora" errors={errors} />
        <Button kind="danger">Revogar o certificado</Button>
      </form>
    </>
  );
}

/** How long documents, recording and decisions are kept, what keeps them longer, and what became of them. */
function Evidence({ frame, issued, retention, errors, values }: Shown) {
  if (!retention) return null;
  const { years, hold, destroyedAt } = retention;
  const here = officeCertificatePath(issued.serial);
  const form = (action: string, label: string, hint: string, button: string) =>
    frame.manages && (
      <form method="post" action={`${here}/${action}`}>
        <Field name="guarda" label={label} hint={hint} value={values?.["guarda"]} errors={errors} autocomplete="off" />
        <Button kind="secondary">{button}</Button>
      </form>
    );
  if (destroyedAt)
    return (
      <section aria-labelledby="provas">
        <h2 id="provas">Documentos, gravação e fotos</h2>
        <p>
          Destruídos em {formatInstant(destroyedAt)}, no fim do prazo: a chave não existe mais, nem em cópias de
          segurança. O certificado e a trilha de auditoria continuam guardados.
        </p>
        <p>
          <a href={officeCertificateDestructionTextPath(issued.serial)}>Termo de destruição</a> ·{" "}
          <a href={officeCertificateDestructionSealPath(issued.serial)}>assinatura da AR</a>
        </p>
      </section>
    );
  return (
    <section aria-labelledby="provas">
      <h2 id="provas">Documentos, gravação e fotos</h2>
      {hold ? (
        <>
          <p>
            Guardados além do prazo desde {formatShortDay(hold.heldAt)}, por {hold.byName}: {hold.reason}
          </p>
          {form("liberacao", "Por que liberar?", "Depois disto vale de novo o prazo da regra.", "Liberar")}
        </>
      ) : (
        <>
          <p>
            Guardados até {formatShortDay(keptUntil(retention))}: {years} anos depois do fim do certificado. Nesse dia a
            chave deles é destruída, e fica um termo assinado.
          </p>
          {form(
            "guarda",
            "Guardar por mais tempo: quem pediu e por quê?",
            "O ofício, o processo, a auditoria.",
            "Guardar além do prazo",
          )}
        </>
      )}
    </section>
  );
}

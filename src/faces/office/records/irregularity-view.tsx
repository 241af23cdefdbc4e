import {
  officeCertificatePath,
  officeDossierPath,
  officeIrregularitiesPath,
  officeIrregularityNotesPath,
  officeIrregularityOwnerPath,
  officeIrregularityPath,
  officeIrregularityReportFilePath,
  officeIrregularitySendingPath,
} from "../../../contract/office-addresses.ts";
import type { DenyEntry } from "../../../irregularities/deny-list.ts";
import type { CaseNote, CaseRow } from "../../../irregularities/irregularities-reads.ts";
import { caseDueAt, kindLabel, mayConductCase } from "../../../irregularities/irregularity.ts";
import type { IssuedCertificate } from "../../../issuance/certificates/issuance-reads.ts";
import type { Order } from "../../../orders/order.ts";
import { formatTaxpayerId } from "../../../platform/taxpayer-id.ts";
import type { Proofing } from "../../../proofing/proofing.ts";
import { leftWords } from "../../deadline-words.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import {
  BackLink,
  Button,
  Empty,
  ErrorSummary,
  Field,
  LinkButton,
  Notice,
  Summary,
  Tag,
} from "../../ui/components.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { formatDayAndTime, formatInstant } from "../../ui/dates.ts";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";
import { CaseEnd, TextArea } from "./irregularity-forms-view.tsx";

function stateTag(one: CaseRow, now: Date) {
  if (one.outcome === "founded") return <Tag tone="error">Procedente</Tag>;
  if (one.outcome === "unfounded")
    return <Tag tone="idle">{one.orderGoesOn ? "Improcedente, pedido segue" : "Improcedente, pedido cancelado"}</Tag>;
  if (caseDueAt(one) < now) return <Tag tone="error">Atrasado</Tag>;
  return one.reportedAt ? <Tag tone="info">Falta decidir</Tag> : <Tag tone="warn">Falta relatar à AC</Tag>;
}

export function CaseListView({ frame, cases }: { frame: OfficeFrame; cases: CaseRow[] }) {
  const open = cases.filter(({ closedAt }) => closedAt === null).length;
  return (
    <OfficePage frame={frame} section="cases" title={open > 0 ? `(${open}) Casos` : "Casos"} refresh={60}>
      <h1>Casos de irregularidade</h1>
      <p class="hint">Enquanto um caso está aberto, o pedido fica congelado. O titular lê só que está em análise.</p>
      {cases.length === 0 ? (
        <Empty>Nenhum caso. Um agente abre um caso pelo atendimento ou pela verificação, em “Irregularidade”.</Empty>
      ) : (
        <DataTable
          caption="Casos, os abertos primeiro"
          rows={cases}
          keyOf={({ id }) => id}
          columns={[
            {
              title: "Titular",
              cell: (one) => <a href={officeIrregularityPath(one.id)}>{one.applicantName}</a>,
            },
            { title: "Pedido", cell: (one) => <span class="number">{one.orderNumber}</span> },
            { title: "O que foi visto", cell: (one) => kindLabel(one.kind) },
            { title: "Situação", cell: (one) => stateTag(one, frame.now) },
            {
              title: "Prazo",
              cell: (one) => (one.closedAt ? formatDayAndTime(one.closedAt) : leftWords(caseDueAt(one), frame.now)),
            },
            { title: "Com quem está", cell: (one) => one.ownerName ?? "ninguém ainda" },
          ]}
        />
      )}
    </OfficePage>
  );
}

type CaseProps = {
  frame: OfficeFrame;
  one: CaseRow;
  order: Order;
  notes: CaseNote[];
  entries: DenyEntry[];
  proofings: Proofing[];
  captures: number;
  certificate: IssuedCertificate | undefined;
  errors?: FormErrors | undefined;
  values?: FormValues | undefined;
};

export function OneCaseView(props: CaseProps) {
  const { frame, one, order, notes, certificate, errors, values } = props;
  const works = one.closedAt === null && mayConductCase(frame.who, one.raId, order.cpf ?? "");
  return (
    <OfficePage frame={frame} section="cases" title={`Caso de ${one.applicantName}`}>
      <BackLink href={officeIrregularitiesPath()} text="Casos" />
      <h1>
        {kindLabel(one.kind)} {stateTag(one, frame.now)}
      </h1>
      <ErrorSummary errors={errors} />
      <Clock one={one} now={frame.now} />
      {certificate && !certificate.revokedAt && (
        <Notice tone="error" title="O certificado deste pedido ainda vale">
          <p>
            Número de série <span class="number">{certificate.printedSerial}</span>. Se o caso procede,{" "}
            <a href={officeCertificatePath(certificate.serial)}>revogue o certificado</a> antes de encerrar o caso.
          </p>
        </Notice>
      )}
      <Facts {...props} />
      <section aria-labelledby="relato-titulo">
        <h2 id="relato-titulo">Relato e apuração</h2>
        <ol class="timeline">
          {notes.map((note) => (
            <li key={note.id}>
              {note.text}
              <time dateTime={note.at.toISOString()}>
                {formatInstant(note.at)} · {note.by}
              </time>
            </li>
          ))}
        </ol>
        {works && (
          <form method="post" action={officeIrregularityNotesPath(one.id)} class="narrow">
            <TextArea name="nota" label="O que foi apurado" errors={errors} values={values} />
            <Button kind="secondary">Anotar</Button>
          </form>
        )}
      </section>
      <section aria-labelledby="relatorio-titulo">
        <h2 id="relatorio-titulo">Relatório para a AC</h2>
        <p>
          Um ZIP com os dados do caso e a imagem de cada documento e do rosto, com as somas SHA-256. Quem baixa fica
          registrado.
        </p>
        <p>
          <LinkButton href={officeIrregularityReportFilePath(one.id)} kind="secondary">
            Baixar o relatório
          </LinkButton>
        </p>
        {one.reportedAt && (
          <p>
            Enviado por {one.senderName} em {formatInstant(one.reportedAt)}: {one.reportReference}
          </p>
        )}
        {works && !one.reportedAt && (
          <form method="post" action={officeIrregularitySendingPath(one.id)} class="narrow">
            <Field
              name="protocolo"
              label="Protocolo da AC, ou para onde e como foi enviado"
              errors={errors}
              value={values?.["protocolo"]}
            />
            <Button>Marcar como enviado à AC</Button>
          </form>
        )}
      </section>
      {works && <CaseEnd one={one} errors={errors} values={values} />}
      {works && one.ownerId !== frame.who.id && (
        <form method="post" action={officeIrregularityOwnerPath(one.id)}>
          <Button kind="secondary">Assumir o caso</Button>
        </form>
      )}
    </OfficePage>
  );
}

function Clock({ one, now }: { one: CaseRow; now: Date }) {
  if (one.closedAt)
    return (
      <Notice>
        <p>
          Encerrado por {one.closerName} em {formatInstant(one.closedAt)}.
        </p>
      </Notice>
    );
  const due = caseDueAt(one);
  const what = one.reportedAt ? "Decidir o caso" : "Enviar o relatório à AC";
  return (
    <Notice tone={due < now ? "error" : "warn"} title={`${what}: ${leftWords(due, now)}`}>
      <p>
        Até {formatDayAndTime(due)}. Com quem está: {one.ownerName ?? "ninguém ainda"}.
      </p>
    </Notice>
  );
}

const subjectWords = { cpf: "CPF", cnpj: "CNPJ" } as const;

function entryWords(entry: DenyEntry): string {
  if (entry.liftedAt) return "retirado da lista";
  if (entry.confirmedAt && entry.until) return `confirmado até ${formatDayAndTime(entry.until)}`;
  return "provisório, enquanto o caso está aberto";
}

function Facts({ one, order, entries, proofings, captures }: CaseProps) {
  const last = proofings[0];
  const decided = last?.verification ?? last?.validation;
  const facts: [string, string | null | undefined][] = [
    ["Titular", order.applicantName],
    ["CPF", order.cpf && formatTaxpayerId(order.cpf)],
    ["Empresa", order.companyName],
    ["CNPJ", order.cnpj && formatTaxpayerId(order.cnpj)],
    ["Aberto por", `${one.reporterName}, ${formatInstant(one.openedAt)}`],
    [
      "Atendimento",
      last ? `${formatInstant(last.startedAt)}, passos feitos: ${last.steps.length}, capturas: ${captures}` : null,
    ],
    ["Última decisão", decided && `${decided.agentName}, ${formatInstant(decided.at)}`],
    ["Lista negativa", entries.map((entry) => `${subjectWords[entry.subject]} ${entryWords(entry)}`).join("; ")],
  ];
  return (
    <section aria-labelledby="fatos-titulo">
      <h2 id="fatos-titulo">Fatos</h2>
      <Summary
        rows={[
          ...facts.flatMap(([term, value]) => (value ? [{ term, value }] : [])),
          {
            term: "Pedido",
            value: (
              <>
                <a class="number" href={officeDossierPath(one.orderId)}>
                  {one.orderNumber}
                </a>{" "}
                (abrir o dossiê)
              </>
            ),
          },
        ]}
      />
    </section>
  );
}

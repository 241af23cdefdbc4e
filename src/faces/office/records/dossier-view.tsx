import {
  officeAuditPath,
  officeDossierItemCopyPath,
  officeDossierItemPath,
  officeDossierOpeningPath,
  officeDossierPath,
  officeDossierSealFilePath,
  officeDossierSealJudgementPath,
  officeDossiersPath,
} from "../../../contract/office-addresses.ts";
import type { DossierItem, DossierVerdict, Seal } from "../../../dossiers/dossier.ts";
import type { Opening } from "../../../dossiers/dossier-reads.ts";
import type { Order } from "../../../orders/order.ts";
import { maskTaxpayerId } from "../../../platform/taxpayer-id.ts";
import type { ProofingProgress } from "../../../proofing/proofing-reads.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { outcomeTones, outcomeWords } from "../../staff/act-words.ts";
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
import { formatInstant, formatShortDay } from "../../ui/dates.ts";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";
import { SearchForm } from "../search-form.tsx";
import { itemWords } from "./dossier-words.ts";

function progressTag(progress: ProofingProgress) {
  if (progress.state === "none") return <Tag tone="idle">Sem atendimento</Tag>;
  if (progress.state === "running") return <Tag>Em atendimento</Tag>;
  if (progress.state === "undecided" || progress.state === "lapsed") return <Tag tone="error">Sem decisão</Tag>;
  if (progress.state === "awaiting-verification") return <Tag tone="warn">Espera a segunda conferência</Tag>;
  return <Tag tone={outcomeTones[progress.outcome]}>{outcomeWords[progress.outcome]}</Tag>;
}

export function DossierSearchView(props: {
  frame: OfficeFrame;
  asked: string;
  found: { order: Order; progress: ProofingProgress }[];
}) {
  const { frame, asked, found } = props;
  return (
    <OfficePage frame={frame} section="dossiers" title="Dossiês">
      <h1>Dossiês</h1>
      <SearchForm
        action={officeDossiersPath()}
        label="Número do pedido, CPF, CNPJ ou parte do nome"
        hint="Pelo menos três letras ou números."
        words={asked}
      />
      {asked !== "" && found.length === 0 && <Empty>Nenhum pedido desta AR com “{asked}”.</Empty>}
      {found.length > 0 && (
        <DataTable
          caption="Pedidos encontrados"
          rows={found}
          keyOf={({ order }) => order.id}
          columns={[
            {
              title: "Pedido",
              cell: ({ order }) => (
                <a class="number" href={officeDossierPath(order.id)}>
                  {order.number}
                </a>
              ),
            },
            { title: "Titular", cell: ({ order }) => order.companyName ?? order.applicantName },
            {
              title: "CPF ou CNPJ",
              cell: ({ order }) => <span class="number">{maskTaxpayerId(order.cnpj ?? order.cpf ?? "")}</span>,
            },
            { title: "Feito em", cell: ({ order }) => order.placedAt && formatShortDay(order.placedAt) },
            { title: "Identificação", cell: ({ progress }) => progressTag(progress) },
          ]}
        />
      )}
    </OfficePage>
  );
}

export function PurposeView(props: {
  frame: OfficeFrame;
  order: Order;
  errors?: FormErrors | undefined;
  values?: FormValues | undefined;
}) {
  const { frame, order, errors, values } = props;
  return (
    <OfficePage frame={frame} section="dossiers" title="Abrir dossiê">
      <BackLink href={officeDossiersPath()} text="Dossiês" />
      <div class="narrow">
        <h1>Por que você abre este dossiê?</h1>
        <p>
          Pedido <span class="number">{order.number}</span>. O motivo, o seu nome e a hora ficam gravados no próprio
          dossiê.
        </p>
        <ErrorSummary errors={errors} />
        <form method="post" action={officeDossierOpeningPath(order.id)}>
          <Field
            name="purpose"
            label="Motivo"
            hint="Exemplo: auditoria de novembro; pedido do titular; ofício nº 123."
            value={values?.["purpose"]}
            errors={errors}
          />
          <Button>Abrir o dossiê</Button>
        </form>
      </div>
    </OfficePage>
  );
}

const size = (bytes: number) =>
  bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1).replace(".", ",")} MB`;

export function DossierView(props: {
  frame: OfficeFrame;
  order: Order;
  items: DossierItem[];
  seals: Seal[];
  openings: Opening[];
  /** Whether this machine can make MP4 copies. */
  canCopy: boolean;
}) {
  const { frame, order, items, seals, openings, canCopy } = props;
  const hasVideo = items.some(isVideo);
  return (
    <OfficePage frame={frame} section="dossiers" title={`Dossiê ${order.number}`}>
      <BackLink href={officeDossiersPath()} text="Dossiês" />
      <h1>
        Dossiê <span class="number">{order.number}</span>
      </h1>
      <p>
        {order.companyName ?? order.applicantName} ·{" "}
        <a href={`${officeAuditPath()}?cadeia=order:${order.id}`}>Trilha de auditoria deste pedido</a>
      </p>
      <h2>Lacres</h2>
      {seals.length === 0 && <Notice>Ainda não há lacre: ele é feito depois da decisão final.</Notice>}
      {seals.map((seal) => (
        <div class="card" key={`${seal.proofingId}${seal.stage}`}>
          <p>
            {seal.stage === "issuance" ? "Com o certificado, depois da emissão" : "Da identificação"}: lacrado em{" "}
            <strong>{formatInstant(seal.sealedAt)}</strong>
          </p>
          <div class="actions">
            <form method="post" action={`${officeDossierSealJudgementPath(order.id, seal.proofingId)}${ofStage(seal)}`}>
              <Button>Conferir lacre e conteúdo</Button>
            </form>
            <LinkButton
              href={`${officeDossierSealFilePath(order.id, seal.proofingId)}${ofStage(seal)}`}
              kind="secondary"
            >
              Baixar tudo (ZIP)
            </LinkButton>
          </div>
        </div>
      ))}
      <h2>O que está guardado</h2>
      {hasVideo && <VideoWords canCopy={canCopy} />}
      {items.length === 0 ? (
        <Empty>As peças entram no dossiê depois da decisão final.</Empty>
      ) : (
        <div class="scroll-x">
          <table>
            <thead>
              <tr>
                <th scope="col">Nº</th>
                <th scope="col">Peça</th>
                <th scope="col">Arquivo</th>
                <th scope="col">Tamanho</th>
                <th scope="col">SHA-256</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <tr key={item.position}>
                  <td>{item.position}</td>
                  <td>{itemWords(item.kind)}</td>
                  <td>
                    <a href={officeDossierItemPath(order.id, item.position)}>{item.name}</a>
                    {canCopy && isVideo(item) && (
                      <form method="post" action={officeDossierItemCopyPath(order.id, item.position)}>
                        <button type="submit" class="button secondary small">
                          Cópia em MP4
                          <span class="visually-hidden"> de {item.name}</span>
                        </button>
                      </form>
                    )}
                  </td>
                  <td>{size(item.bytes)}</td>
                  <td>
                    <code title={item.hash}>{item.hash.slice(0, 12)}…</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h2>Quem abriu</h2>
      <ul>
        {openings.map((opening) => (
          <li key={opening.openedAt.toISOString()}>
            {formatInstant(opening.openedAt)}: {opening.agentName}. {opening.purpose}
          </li>
        ))}
      </ul>
    </OfficePage>
  );
}

const ofStage = ({ stage }: Seal): string => (stage === "issuance" ? "?lacre=emissao" : "");

const isVideo = (item: DossierItem) => item.mediaType === "video/webm";

function VideoWords({ canCopy }: { canCopy: boolean }) {
  return (
    <Notice>
      <p>
        A gravação em WebM é a prova: é ela que o lacre cobre.{" "}
        {canCopy
          ? "O MP4 é só uma cópia, feita na hora, para programas que não abrem WebM. Cada cópia fica na trilha do pedido."
          : "Cópias em MP4 não podem ser feitas aqui: este servidor não tem o programa ffmpeg."}
      </p>
    </Notice>
  );
}

const faultWords = { missing: "Falta", changed: "Alterado" };

export function VerdictView({ frame, order, verdict }: { frame: OfficeFrame; order: Order; verdict: DossierVerdict }) {
  const { seal, items, chain } = verdict;
  const faults = items.filter((item) => item.fault !== undefined);
  return (
    <OfficePage frame={frame} section="dossiers" title="Conferência do dossiê">
      <BackLink href={officeDossierPath(order.id)} text={`Dossiê ${order.number}`} />
      <h1>Conferência do dossiê</h1>
      {verdict.intact ? (
        <Notice tone="ok" title="Confere.">
          <p>Nada mudou desde o lacre de {formatInstant(verdict.sealedAt)}.</p>
        </Notice>
      ) : (
        <Notice tone="error" title="Não confere.">
          <p>Não use este dossiê como prova. Guarde a cópia de segurança e avise a AC.</p>
        </Notice>
      )}
      <Summary
        rows={[
          {
            term: "Assinatura do lacre",
            value: seal.good ? `Boa. Assinado por ${seal.signer}` : `Não confere. ${seal.why}`,
          },
          ...(seal.good && seal.signedAt ? [{ term: "Assinado em", value: formatInstant(seal.signedAt) }] : []),
          {
            term: "Carimbo do tempo",
            value: seal.good && seal.stampedAt ? `${formatInstant(seal.stampedAt)}, por ${stampedBy(seal)}` : "Não há",
          },
          { term: "Peças", value: `${items.length - faults.length} de ${items.length} conferem` },
          {
            term: "Trilha de auditoria",
            value: chain.intact
              ? `${chain.entries} registros, sem quebra${chain.coversSeal ? "" : "; não contém o ponto do lacre"}`
              : "Quebrada",
          },
        ]}
      />
      {faults.length > 0 && (
        <ul>
          {faults.map((item) => (
            <li key={item.name}>
              <Tag tone="error">{faultWords[item.fault!]}</Tag> {item.name}
            </li>
          ))}
        </ul>
      )}
    </OfficePage>
  );
}

const stampedBy = ({ stampedBy, stampIsOwn }: { stampedBy: string | undefined; stampIsOwn: boolean }): string =>
  stampIsOwn ? `${stampedBy} (da própria instalação, sem credenciamento)` : `${stampedBy} (de fora)`;

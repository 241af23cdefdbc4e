import type { AuditEntry, ChainVerdict } from "../../../audit/audit-chain.ts";
import { officeAuditPath, officeDossiersPath } from "../../../contract/office-addresses.ts";
import { actorName } from "../../staff/actor-name.ts";
import { Empty, LinkButton, Notice } from "../../ui/components.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { formatInstant } from "../../ui/dates.ts";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";
import { actorWords, actWords } from "./audit-words.ts";

const brokenWords = {
  changed: "foi alterado depois de gravado",
  missing: "vem depois de um registro que foi retirado",
  "not-linked": "não se liga ao anterior",
};

const newest = 500;

export function AuditView(props: {
  frame: OfficeFrame;
  chain: string;
  title: string;
  entries: AuditEntry[];
  verdict: ChainVerdict;
}) {
  const { frame, chain, title, entries, verdict } = props;
  const shown = entries.slice(-newest).reverse();
  return (
    <OfficePage frame={frame} section="audit" title={`Auditoria: ${title}`}>
      <h1>Auditoria: {title}</h1>
      <nav class="actions" aria-label="Trilhas">
        <LinkButton href={officeAuditPath()} kind="secondary" small>
          Atos da AR
        </LinkButton>
        <LinkButton href={`${officeAuditPath()}?cadeia=installation`} kind="secondary" small>
          Atos da instalação
        </LinkButton>
        <LinkButton href={officeDossiersPath()} kind="secondary" small>
          Buscar um pedido
        </LinkButton>
        <LinkButton href={`${officeAuditPath()}?cadeia=${chain}`} kind="secondary" small>
          Conferir de novo
        </LinkButton>
      </nav>
      {verdict.intact ? (
        <Notice tone="ok" title="A trilha confere.">
          <p>
            {verdict.entries} {verdict.entries === 1 ? "registro ligado" : "registros ligados"} um ao outro. Último
            código: <code>{verdict.head.slice(0, 16)}…</code>
          </p>
        </Notice>
      ) : (
        <Notice tone="error" title="A trilha não confere.">
          <p>
            O registro {verdict.brokenAt} {brokenWords[verdict.why]}. Guarde a cópia de segurança e avise a AC.
          </p>
        </Notice>
      )}
      {shown.length === 0 && <Empty>Nada aconteceu aqui ainda.</Empty>}
      {entries.length > newest && <p class="hint">Os {newest} registros mais novos; todos foram conferidos.</p>}
      {shown.length > 0 && (
        <DataTable
          caption="Registros, do mais novo ao mais antigo"
          rows={shown}
          keyOf={(entry) => entry.seq}
          columns={[
            { title: "Nº", cell: (entry) => entry.seq },
            { title: "Quando", cell: (entry) => formatInstant(entry.at) },
            { title: "Quem", cell: (entry) => actorName(entry.actor) ?? actorWords[entry.actor.kind] },
            {
              title: "O quê",
              cell: (entry) => (
                <>
                  {actWords(entry.act)} <code class="hint">{entry.act}</code>
                </>
              ),
            },
            {
              title: "Detalhes",
              cell: (entry) => (
                <details>
                  <summary>Ver</summary>
                  <pre>{JSON.stringify(entry.details, null, 1)}</pre>
                  <p class="hint">
                    Código: <code>{entry.hash}</code>
                  </p>
                </details>
              ),
            },
          ]}
        />
      )}
    </OfficePage>
  );
}

import type { ComponentChildren } from "preact";
import { formatEmail, formatPhone } from "../../../orders/applicant/applicant.ts";
import { nameInCertificate } from "../../../orders/applicant/name-in-certificate.ts";
import { formatTaxpayerId } from "../../../platform/taxpayer-id.ts";
import { finalOutcome } from "../../../proofing/proofing.ts";
import { reasonOf } from "../../../proofing/reason-catalogue.ts";
import { outcomeTones, outcomeWords } from "../../staff/act-words.ts";
import { Notice, Tag, type Tone } from "../../ui/components.tsx";
import { formatInstant, formatShortDay, formatTime } from "../../ui/dates.ts";
import type { CaseFacts } from "../evidence/case-facts.ts";
import { Pane } from "../evidence/pane.tsx";
import { LanguageTag } from "../queue-cells.tsx";
import { fieldTitles, fieldWords } from "./case-fields-view.tsx";
import { DeviceTest, isTestPicture } from "./device-test-view.tsx";
import { DenyHits } from "./irregularity-view.tsx";

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Check({ words, done, hint }: { words: string; done: boolean; hint?: string | undefined }) {
  const tone: Tone = done ? "ok" : "warn";
  return (
    <li class="check-line">
      <Tag tone={tone}>{done ? "✓" : "falta"}</Tag>
      <span>
        {words} {hint && <span class="hint">{hint}</span>}
      </span>
    </li>
  );
}

/** Long words of a narrow pane break behind this sign, and not in the middle of a number. */
const breakAt = (words: string, sign: string) =>
  words.split(sign).flatMap((part, i) => (i === 0 ? [part] : [sign, <wbr key="wbr" />, part]));

const paperHints: Partial<Record<CaseFacts["paperStates"][number]["state"], string>> = {
  received: "recebido, confira",
  waiting: "chegou, espera a vez de abrir",
};

/** Left pane: what to compare, what was checked, what happened. */
export function CaseData({ facts }: { facts: CaseFacts }) {
  const { order, product, language, room, earlier, frozen, paidAt, paperStates, timeline } = facts;
  const held = nameInCertificate(order);
  return (
    <Pane id="caso" swap title="caso-titulo">
      <h2 id="caso-titulo">
        {order.applicantName} <LanguageTag language={language} />
      </h2>
      {frozen && (
        <Notice tone="error">
          <p>Pedido congelado por irregularidade. Fale com o gestor.</p>
        </Notice>
      )}
      {/* A frozen order cannot be approved, and what its own case put on the deny list is shown with the case. */}
      {!facts.frozen && <DenyHits hits={facts.denyHits} />}
      <dl class="facts">
        <Fact term="CPF">{order.cpf && <span class="number">{formatTaxpayerId(order.cpf)}</span>}</Fact>
        <Fact term="Nascimento">{order.birthDate?.split("-").reverse().join("/")}</Fact>
        {order.companyName && <Fact term="Empresa">{order.companyName}</Fact>}
        {order.cnpj && (
          <Fact term="CNPJ">
            <span class="number">{formatTaxpayerId(order.cnpj)}</span>
          </Fact>
        )}
        {held && (
          <Fact term="No certificado">
            {"commonName" in held ? (
              breakAt(held.commonName, ":")
            ) : (
              <span class="error-words">não pode levar {held.letters}</span>
            )}
          </Fact>
        )}
        {facts.fields.map((one) => (
          <Fact key={one.field} term={fieldTitles[one.field]}>
            {fieldWords(one)} <span class="hint">de {one.paperName}</span>
          </Fact>
        ))}
        <Fact term="E-mail">{order.email && breakAt(formatEmail(order.email), "@")}</Fact>
        <Fact term="Telefone">{order.phone && formatPhone(order.phone)}</Fact>
        <Fact term="Certificado">{product.name}</Fact>
        <Fact term="Pedido">
          <span class="number">{order.number}</span>
        </Fact>
        <Fact term="Horário">
          {formatTime(room.startsAt)} às {formatTime(room.endsAt)}
        </Fact>
        <Fact term="Aparelho">
          <DeviceTest readiness={facts.readiness} testPicture={isTestPicture(room.lobby?.deviceTest)} />
        </Fact>
      </dl>
      <h3>Conferências</h3>
      <ul class="plain">
        <Check words="Pagamento" done={paidAt !== undefined} hint={paidAt && formatShortDay(paidAt)} />
        <Check words="E-mail confirmado" done={order.emailConfirmedAt !== null} />
        <Check words="Telefone confirmado" done={order.phoneConfirmedAt !== null} />
        <Check
          words="Lista negativa"
          done={facts.denyHits.length === 0}
          hint={facts.denyHits.length === 0 ? "nada consta" : facts.frozen ? "há registro" : "há registro, veja acima"}
        />
        {[...paperStates, ...facts.extraPapers].map((paper) => (
          <Check
            key={paper.place}
            words={paper.title}
            done={paper.state === "accepted"}
            hint={paperHints[paper.state]}
          />
        ))}
      </ul>
      {earlier.length > 0 && (
        <>
          <h3>Atendimentos anteriores</h3>
          <ul class="plain">
            {earlier.map((proofing) => {
              const outcome = finalOutcome(proofing);
              const reason = (proofing.verification ?? proofing.validation)?.reason ?? "";
              return (
                <li key={proofing.id}>
                  {formatShortDay(proofing.startedAt)}{" "}
                  {outcome ? <Tag tone={outcomeTones[outcome]}>{outcomeWords[outcome]}</Tag> : <Tag>Sem decisão</Tag>}
                  <span class="hint block">{reasonOf(reason)?.label}</span>
                </li>
              );
            })}
          </ul>
        </>
      )}
      <h3>Linha do tempo</h3>
      <ol class="timeline">
        {timeline.map((entry, i) => (
          <li key={`${entry.words}-${entry.at.getTime()}-${i}`} class={i === 0 ? "now" : undefined}>
            {entry.words}
            <time dateTime={entry.at.toISOString()}>
              {formatInstant(entry.at)}
              {entry.by && ` · ${entry.by}`}
            </time>
          </li>
        ))}
      </ol>
    </Pane>
  );
}

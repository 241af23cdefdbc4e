import {
  officeMailOrderPath,
  officeMailOriginalPath,
  officeMailSettingAsidePath,
} from "../../../contract/office-addresses.ts";
import { type InboundMail, outcomeWords, warningWords } from "../../../documents/mail/inbound-mail.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { Button, Empty, ErrorSummary, LinkButton, Tag } from "../../ui/components.tsx";
import { formatInstant } from "../../ui/dates.ts";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";

export function MailQueueView(props: {
  frame: OfficeFrame;
  mails: InboundMail[];
  places: boolean;
  again: { mailId: string; errors: FormErrors; values: FormValues } | undefined;
}) {
  const { frame, mails, places, again } = props;
  const summary =
    again && Object.fromEntries(Object.entries(again.errors).map(([, words]) => [`number-${again.mailId}`, words]));
  return (
    <OfficePage frame={frame} section="mails" title="E-mails sem pedido">
      <h1>E-mails sem pedido</h1>
      <p>
        Chegaram em <strong>{frame.ra.papersAddress}</strong> e o sistema não soube de qual pedido são. Nada se perdeu.
      </p>
      <ErrorSummary errors={summary} />
      {mails.length === 0 && <Empty>Nenhum e-mail espera por você.</Empty>}
      {mails.map((mail) => {
        const field = `number-${mail.id}`;
        const wrong = again?.mailId === mail.id ? again.errors["number"] : undefined;
        return (
          <article class="card" key={mail.id} aria-labelledby={`assunto-${mail.id}`}>
            <h2 id={`assunto-${mail.id}`}>{mail.subject || "(sem assunto)"}</h2>
            <p>
              {outcomeTag(mail)} De {mail.sender ?? mail.envelopeFrom}, em {formatInstant(mail.receivedAt)}.{" "}
              {documentWords(mail.documents ?? 0)}
            </p>
            {mail.words !== "" && <blockquote class="mail-words">{mail.words}</blockquote>}
            {mail.warnings.length > 0 && (
              <ul>
                {mail.warnings.map((warning) => (
                  <li key={warning}>{warningWords[warning] ?? warning}</li>
                ))}
              </ul>
            )}
            <div class="actions">
              {places && (
                <form method="post" action={officeMailOrderPath(mail.id)} class="inline-form">
                  <label for={field}>Número do pedido</label>
                  {wrong && (
                    <span class="error-words" id={`${field}-erro`}>
                      {wrong}
                    </span>
                  )}
                  <input
                    id={field}
                    name="number"
                    value={again?.mailId === mail.id ? again.values["number"] : undefined}
                    aria-invalid={wrong ? "true" : undefined}
                    aria-describedby={wrong ? `${field}-erro` : undefined}
                  />
                  <Button>Pôr neste pedido</Button>
                </form>
              )}
              {places && (
                <form method="post" action={officeMailSettingAsidePath(mail.id)}>
                  <Button kind="secondary">Não é de pedido nenhum</Button>
                </form>
              )}
              <LinkButton href={officeMailOriginalPath(mail.id)} kind="quiet">
                Baixar o original
              </LinkButton>
            </div>
          </article>
        );
      })}
    </OfficePage>
  );
}

function outcomeTag(mail: InboundMail) {
  return <Tag tone="warn">{outcomeWords[mail.outcome ?? "unreadable"]}</Tag>;
}

function documentWords(count: number): string {
  if (count === 0) return "Sem anexos.";
  return count === 1 ? "1 anexo." : `${count} anexos.`;
}

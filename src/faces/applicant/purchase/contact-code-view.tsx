import { mailboxPath } from "../../../contract/desk-addresses.ts";
import { purchaseContactCodePath } from "../../../contract/holder-addresses.ts";
import { formatEmail, formatPhone } from "../../../orders/applicant/applicant.ts";
import { isLandline } from "../../../orders/applicant/phone.ts";
import type { ContactChannel } from "../../../orders/order.ts";
import { Button, ErrorSummary, Field, Notice } from "../../ui/components.tsx";
import { formatTime } from "../../ui/dates.ts";
import { AnotherCode, CodeSent, type CodeState } from "../code-sent.tsx";
import { type StepProps, stepHref } from "./purchase-steps.ts";
import { StepPage } from "./purchase-view.tsx";

/** `justSent`: by the press before. */
type ContactView = CodeState & { channel: ContactChannel; expiresAt: Date | undefined; justSent: boolean };

export function ContactCodeView({ purchase, contact, errors }: StepProps & { contact: ContactView }) {
  const { order, frame } = purchase;
  const isEmail = contact.channel === "email";
  const destination = isEmail ? formatEmail(order.email ?? "") : formatPhone(order.phone ?? "");
  const title = isEmail ? "Confirme seu e-mail" : "Confirme seu celular";
  return (
    <StepPage purchase={purchase} step="contato" title={title} errors={errors}>
      <ErrorSummary errors={errors} />
      <h1>{title}</h1>
      {contact.justSent && <CodeSent state={contact} to={destination} />}
      {contact.sentAt ? (
        <p>
          Enviamos um código de 6 números {isEmail ? "para" : "por SMS para"} <strong>{destination}</strong>.
          {contact.expiresAt && ` Ele vale até ${formatTime(contact.expiresAt)}.`}
        </p>
      ) : (
        <Notice tone="warn" title="O código ainda não foi enviado">
          <p>
            Já enviamos códigos demais para <strong>{destination}</strong>. Seus dados estão guardados: espere um pouco
            e peça o código de novo, ou corrija {isEmail ? "o e-mail" : "o celular"}.
          </p>
        </Notice>
      )}
      {isLandline(order.phone ?? "") && (
        <p class="hint">
          Seu telefone, {formatPhone(order.phone ?? "")}, é fixo e não recebe SMS: só o e-mail precisa de código. A AR
          liga para ele se precisar.
        </p>
      )}
      {frame.demo && (
        <Notice title="Demonstração">
          <p>
            Nenhuma mensagem sai daqui. O código está na{" "}
            <a href={mailboxPath()} target="_blank" rel="noopener">
              caixa de mensagens (abre em outra aba)
            </a>
            .
          </p>
        </Notice>
      )}
      <form method="post" action={stepHref(order, "contato")} class="code-input">
        <input type="hidden" name="canal" value={contact.channel} />
        <Field name="codigo" label="Código" errors={errors} inputMode="numeric" autocomplete="one-time-code" />
        <Button>Continuar</Button>
      </form>
      <h2>Não chegou?</h2>
      <p class="hint">
        {isEmail ? "Veja também o spam e o lixo eletrônico. " : ""}
        <a href={stepHref(order, "dados")}>Corrigir {isEmail ? "o e-mail" : "o celular"}</a> ou pedir outro código.
      </p>
      <AnotherCode state={contact} action={purchaseContactCodePath(order.id)}>
        <input type="hidden" name="canal" value={contact.channel} />
      </AnotherCode>
    </StepPage>
  );
}

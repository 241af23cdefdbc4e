import type { ComponentChildren } from "preact";
import { formatEmail } from "../../../orders/applicant/applicant.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import type { FormErrors } from "../../form.ts";
import { Button, ErrorSummary, Field } from "../../ui/components.tsx";
import { AnotherCode, CodeSent, type CodeState } from "../code-sent.tsx";

/** Number and CPF open the page; the act needs the holder's own mailbox too: a press at `sends` mails a code, `takes` takes it. */
export function HolderCode(
  props: CodeState & {
    order: PlacedOrder;
    sends: string;
    takes: string;
    intro: ComponentChildren;
    justSent: boolean;
    errors: FormErrors;
  },
) {
  const { order, sends, takes, intro, justSent, errors, ...state } = props;
  const to = maskEmail(order.email);
  return (
    <div class="emission-step">
      <ErrorSummary errors={errors} />
      {intro}
      {justSent && <CodeSent state={state} to={to} />}
      {state.sentAt ? (
        <>
          <form method="post" action={takes}>
            <Field
              name="codigo"
              label="Código recebido por e-mail"
              hint={`6 números, enviados para ${to}.`}
              errors={errors}
              inputMode="numeric"
              autocomplete="one-time-code"
              size="short"
            />
            <div class="actions">
              <Button>Confirmar e continuar</Button>
            </div>
          </form>
          <AnotherCode state={state} action={sends} quiet />
        </>
      ) : state.nextAt ? (
        <AnotherCode state={state} action={sends} />
      ) : (
        <form method="post" action={sends} class="actions">
          <Button>Enviar código para {to}</Button>
        </form>
      )}
    </div>
  );
}

/** "maria@exemplo.com.br" -> "ma…@exemplo.com.br": enough to know which mailbox, not enough to learn it. */
const maskEmail = (email: string): string => formatEmail(email).replace(/^(.{1,2})[^@]*/, "$1…");

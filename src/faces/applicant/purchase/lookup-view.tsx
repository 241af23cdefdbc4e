import { orderEntryPath, orderPath, orderSignOutPath } from "../../../contract/holder-addresses.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { BackLink, Button, Checkbox, ErrorSummary, Field, Notice } from "../../ui/components.tsx";
import { formatShortDay } from "../../ui/dates.ts";
import { ApplicantPage, type Frame, RaCard } from "../applicant-page.tsx";
import { wantsRevocation } from "./return-address.ts";

export function LookupView(props: { frame: Frame; orders: PlacedOrder[]; errors?: FormErrors; values?: FormValues }) {
  const { frame, orders, errors, values = {} } = props;
  const revokes = values["depois"] === wantsRevocation;
  const title = revokes ? "Revogar um certificado" : "Abrir meu pedido";
  return (
    <ApplicantPage frame={frame} title={errors ? `Erro: ${title}` : title} sheets={["shop.css"]}>
      <BackLink href="/" />
      <ErrorSummary errors={errors} />
      <h1>{title}</h1>
      {revokes && (
        <>
          <p class="lead">
            Perdeu o arquivo ou a senha, ou alguém pode ter acesso a eles? Revogue agora, a qualquer hora, sem falar com
            ninguém.
          </p>
          <p>
            Abra o pedido do certificado pelo número e CPF. Depois enviamos um código ao seu e-mail, e você escolhe o
            motivo.
          </p>
        </>
      )}
      {values["depois"]?.startsWith(`${orderEntryPath()}/`) && (
        <Notice title="Para continuar de onde parou">
          <p>
            O pedido não está aberto neste aparelho. Digite o número e o CPF ou CNPJ: você volta à mesma página, com o
            que escolheu.
          </p>
        </Notice>
      )}
      {orders.length > 0 && (
        <section class="card" aria-labelledby="neste-aparelho">
          <h2 id="neste-aparelho">Abertos neste aparelho</h2>
          <ul>
            {orders.map((order) => (
              <li key={order.number}>
                <a href={`${orderPath(order.number)}${revokes ? wantsRevocation : ""}`} class="number">
                  {order.number}
                </a>{" "}
                <span class="hint">de {formatShortDay(order.placedAt)}</span>
              </li>
            ))}
          </ul>
          <form method="post" action={orderSignOutPath()}>
            <Button kind="quiet" small>
              Fechar os pedidos neste aparelho
            </Button>
          </form>
        </section>
      )}
      <form method="post" action={orderEntryPath()} novalidate>
        <input type="hidden" name="depois" value={values["depois"]} />
        <Field
          name="numero"
          label="Número do pedido"
          hint="Está no e-mail do pedido. Começa com CERTI ou 17."
          value={values["numero"]}
          errors={errors}
          autocomplete="off"
        />
        <Field
          name="documento"
          label="CPF ou CNPJ do titular"
          hint="Com ou sem pontos"
          value={values["documento"]}
          errors={errors}
          autocomplete="off"
        />
        <Checkbox
          name="emprestado"
          label={
            <>
              Este aparelho não é meu
              <span class="hint">O pedido fecha junto com a página, e em 3 horas no máximo.</span>
            </>
          }
          checked={values["emprestado"] === "sim"}
        />
        <Button>{revokes ? "Continuar" : "Abrir meu pedido"}</Button>
      </form>
      <h2>Não acha o número?</h2>
      <p>
        Procure “CERTI” no seu e-mail, também no spam. Se não achar, fale com a AR{revokes && ": ela também revoga"}.
      </p>
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}

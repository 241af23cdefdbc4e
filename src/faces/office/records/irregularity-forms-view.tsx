import { officeIrregularityEndPath } from "../../../contract/office-addresses.ts";
import type { CaseRow } from "../../../irregularities/irregularities-reads.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { Button } from "../../ui/components.tsx";

export function TextArea(props: {
  name: string;
  label: string;
  errors: FormErrors | undefined;
  values: FormValues | undefined;
}) {
  const { name, label, errors, values } = props;
  const words = errors?.[name];
  return (
    <div class={words ? "field wrong" : "field"}>
      <label for={name}>{label}</label>
      {words && (
        <span class="error-words" id={`${name}-erro`}>
          {words}
        </span>
      )}
      <textarea
        id={name}
        name={name}
        rows={3}
        maxLength={2000}
        aria-invalid={words ? "true" : undefined}
        aria-describedby={words ? `${name}-erro` : undefined}
      >
        {values?.[name]}
      </textarea>
    </div>
  );
}

const ends: { value: string; label: string; hint: string }[] = [
  {
    value: "founded",
    label: "Procedente",
    hint: "Cancela o pedido e confirma a entrada na lista negativa. Pede o relatório já enviado à AC.",
  },
  {
    value: "goes-on",
    label: "Improcedente: o pedido segue",
    hint: "Descongela o pedido, retira a entrada da lista; o titular remarca sem custo e é avisado.",
  },
  {
    value: "cancelled",
    label: "Improcedente: o pedido não segue",
    hint: "Retira a entrada da lista e cancela o pedido; o titular é avisado para falar com a AR.",
  },
];

/** How a case ends. There is no way back, so each end says what it does. */
export function CaseEnd(props: { one: CaseRow; errors: FormErrors | undefined; values: FormValues | undefined }) {
  const { one, errors, values } = props;
  const words = errors?.["fim"];
  return (
    <section aria-labelledby="fim-titulo">
      <h2 id="fim-titulo">Encerrar o caso</h2>
      <form method="post" action={officeIrregularityEndPath(one.id)} class="narrow">
        <fieldset>
          <legend>Como o caso termina, sem volta</legend>
          {words && <span class="error-words">{words}</span>}
          {ends.map(({ value, label, hint }) => (
            <label class="choice" key={value}>
              <input
                type="radio"
                name="fim"
                value={value}
                checked={values?.["fim"] === value}
                disabled={value === "founded" && one.reportedAt === null}
              />
              <span>
                {label}
                <span class="hint block">{hint}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <TextArea name="motivo" label="Por quê" errors={errors} values={values} />
        <Button kind="danger">Encerrar o caso</Button>
      </form>
    </section>
  );
}

import type { DenyHit } from "../../../irregularities/deny-list.ts";
import { irregularityKinds, kindLabel } from "../../../irregularities/irregularity.ts";
import type { FormErrors } from "../../form.ts";
import { Button, Checkbox, Notice } from "../../ui/components.tsx";
import { formatShortDay } from "../../ui/dates.ts";
import { told } from "../../ui/told.ts";

/** Apart from approving, leaving pending and refusing: what opens a case. The holder never reads any of it. */
export function IrregularityForm({ action, errors }: { action: string; errors?: FormErrors | undefined }) {
  const words = errors?.["irregularidade"] ?? errors?.["relato"] ?? errors?.["confirmado"];
  return (
    <details class="irregularity" open={words !== undefined}>
      <summary>Irregularidade…</summary>
      <form method="post" action={action} {...told({ swapForm: true })}>
        <p>
          Abre um caso para o gestor e a AC, congela o pedido e guarda tudo. O titular lê só que o pedido está em
          análise.
        </p>
        {words && (
          <p class="error-words" role="alert">
            {words}
          </p>
        )}
        <fieldset>
          <legend>O que você viu</legend>
          {irregularityKinds.map(({ code, label }) => (
            <label class="choice" key={code}>
              <input type="radio" name="irregularidade" value={code} required />
              <span>{label}</span>
            </label>
          ))}
        </fieldset>
        <label class="block" for="relato">
          Relato, com o momento e o detalhe <span class="hint">(vai no relatório à AC)</span>
        </label>
        <textarea id="relato" name="relato" rows={3} minLength={20} maxLength={2000} required />
        <Checkbox name="confirmado" label="Confirmo: o pedido congela e um caso é aberto em meu nome" />
        <Button kind="danger">Abrir caso de irregularidade</Button>
      </form>
    </details>
  );
}

const subjects = { cpf: "este CPF", cnpj: "este CNPJ" } as const;

/** What the deny list says, to the agent before the approval. Nothing found is said where the checks stand. */
export function DenyHits({ hits }: { hits: readonly DenyHit[] }) {
  if (hits.length === 0) return null;
  return (
    <Notice tone="error" title="Há registro na lista negativa">
      <ul class="plain">
        {hits.map((hit) => (
          <li key={hit.entryId}>
            {kindLabel(hit.kind)}, com {subjects[hit.subject]}, em {formatShortDay(hit.addedAt)}, por {hit.raName}
            {hit.isProvisional ? ". Caso ainda aberto." : "."}
          </li>
        ))}
      </ul>
      <p>
        O registro pode ser de quem usou os dados desta pessoa. Olhe duas vezes. Para aprovar, escreva na observação
        como teve certeza; na dúvida, abra uma irregularidade.
      </p>
    </Notice>
  );
}

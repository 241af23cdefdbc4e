import { deskCaseFieldsPath } from "../../../contract/desk-addresses.ts";
import type { Paper } from "../../../documents/papers/paper.ts";
import { brazilianStates, type FieldKind, fieldsOfPerson } from "../../../proofing/fields/certificate-fields.ts";
import type { WrittenField } from "../../../proofing/fields/certificate-fields-reads.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { Button, Field, Tag } from "../../ui/components.tsx";
import { told } from "../../ui/told.ts";
import type { CaseFacts } from "../evidence/case-facts.ts";
import { inputOf } from "./fields-form.ts";

/** A form that came back. */
export type Typed = { errors?: FormErrors | undefined; values?: FormValues | undefined };

type PartInput = { part: string; label: string; kind?: "state" | "figures"; size?: "short" | "tiny"; hint?: string };

const number = (label: string, hint?: string): PartInput => ({
  part: "number",
  label,
  kind: "figures",
  size: "short",
  ...(hint && { hint }),
});
const state: PartInput = { part: "state", label: "Estado", kind: "state" };

export const fieldTitles: Record<FieldKind, string> = {
  seat: "Sede da empresa",
  identity: "Documento de identidade",
  nis: "NIS (PIS, PASEP)",
  "voter-title": "Título de eleitor",
  cei: "CEI ou CAEPF",
};

const inputs: Record<FieldKind, PartInput[]> = {
  seat: [{ part: "city", label: "Cidade" }, state],
  identity: [
    { part: "number", label: "Número", size: "short" },
    { part: "issuer", label: "Órgão", size: "tiny", hint: "Sigla, como SSP." },
    state,
  ],
  nis: [number("Número", "11 algarismos.")],
  "voter-title": [
    number("Número", "12 algarismos."),
    { part: "zone", label: "Zona", kind: "figures", size: "tiny" },
    { part: "section", label: "Seção", kind: "figures", size: "tiny" },
    { part: "municipality", label: "Município" },
    state,
  ],
  cei: [number("Número", "12 algarismos.")],
};

/** "SAO PAULO, SP": the parts as the certificate will bear them. */
export const fieldWords = ({ field, content }: Pick<WrittenField, "field" | "content">): string =>
  inputs[field].map(({ part }) => content[part] ?? "").join(" ");

/**
 * Beneath the paper that is shown and serves: what of it goes into the certificate. Nothing once it is decided, or while the paper
 * waits for a look.
 */
export function CaseFields(props: { facts: CaseFacts; paper: Paper; typed: Typed }) {
  const { facts, paper, typed } = props;
  const { proofing, product, fields } = facts;
  if (!proofing || proofing.validation || paper.review?.outcome !== "accepted") return null;
  const kinds = fieldsOfPerson[product.person];
  const faulty = kinds.find((kind) =>
    Object.keys(typed.errors ?? {}).some((name) => name.startsWith(inputOf(kind, ""))),
  );
  const needsSeat = facts.lacks.some(({ kind }) => kind === "seat");
  return (
    <details class="review" id="campos" open={faulty !== undefined || needsSeat}>
      <summary>Copiar deste documento para o certificado {needsSeat && <Tag tone="warn">falta a sede</Tag>}</summary>
      {kinds.map((kind) => {
        const before = fields.find(({ field }) => field === kind);
        return (
          <details key={kind} class="review" open={kind === faulty || (kind === "seat" && needsSeat)}>
            <summary>
              {fieldTitles[kind]} {before && <Tag tone="ok">{fieldWords(before)}</Tag>}
            </summary>
            <form
              method="post"
              action={`${deskCaseFieldsPath(facts.room.id)}?papel=${paper.id}`}
              {...told({ swapForm: true })}
            >
              <input type="hidden" name="field" value={kind} />
              <input type="hidden" name="papel" value={paper.id} />
              {inputs[kind].map((input) => (
                <PartField key={input.part} field={kind} input={input} before={before} typed={typed} />
              ))}
              <Button small>Guardar</Button>
            </form>
            {before && (
              <form
                method="post"
                action={`${deskCaseFieldsPath(facts.room.id)}?papel=${paper.id}`}
                {...told({ swapForm: true })}
              >
                <input type="hidden" name="field" value={kind} />
                <Button small kind="secondary" name="tirar" value="sim">
                  Tirar do certificado
                </Button>
              </form>
            )}
          </details>
        );
      })}
    </details>
  );
}

function PartField(props: { field: FieldKind; input: PartInput; before: WrittenField | undefined; typed: Typed }) {
  const { field, input, before, typed } = props;
  const { errors } = typed;
  const name = inputOf(field, input.part);
  const value = typed.values?.[name] ?? before?.content[input.part];
  if (input.kind !== "state")
    return (
      <Field
        name={name}
        label={input.label}
        hint={input.hint}
        value={value}
        errors={errors}
        {...(input.size && { size: input.size })}
        {...(input.kind === "figures" && { inputMode: "numeric" as const })}
      />
    );
  const words = errors?.[name];
  return (
    <div class={words ? "field wrong" : "field"}>
      <label for={name}>{input.label}</label>
      {words && (
        <span class="error-words" id={`${name}-erro`}>
          {words}
        </span>
      )}
      <select id={name} name={name} required aria-describedby={words ? `${name}-erro` : undefined}>
        <option value="">Escolha</option>
        {brazilianStates.map((one) => (
          <option key={one} value={one} selected={one === value}>
            {one}
          </option>
        ))}
      </select>
    </div>
  );
}

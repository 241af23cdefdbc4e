import { type Product, productTitle } from "../../../catalog/product.ts";
import type { AgentProfile } from "../../../scheduling/agenda/agenda.ts";
import { languages, languageWords } from "../../../scheduling/agenda/language.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { Button, Choices } from "../../ui/components.tsx";

/** Names repeat: one e-CPF A3 is sold on a card, another on a token. */
const deviceName: Record<Product["device"], string> = { none: "arquivo", card: "cartão", token: "token" };

export type Skills = Pick<AgentProfile, "productIds" | "languages">;

/** What the form holds of stored skills. */
function skillValues({ productIds, languages: spoken }: Skills): FormValues {
  const ticks = [...(productIds ?? []).map((id) => `produto-${id}`), ...spoken.map((tag) => `idioma-${tag}`)];
  return { produtos: productIds ? "alguns" : "todos", ...Object.fromEntries(ticks.map((name) => [name, "sim"])) };
}

function Boxes(props: {
  id: string;
  legend: string;
  hint?: string;
  boxes: { name: string; label: string; hint?: string | undefined }[];
  errors: FormErrors | undefined;
  values: FormValues;
}) {
  const { id, legend, hint, boxes, errors, values } = props;
  const wrong = errors?.[id];
  return (
    <fieldset class={wrong ? "field wrong" : "field"} id={id} aria-describedby={wrong ? `${id}-erro` : undefined}>
      <legend>{legend}</legend>
      {hint && <span class="hint">{hint}</span>}
      {wrong && (
        <span class="error-words" id={`${id}-erro`}>
          {wrong}
        </span>
      )}
      {boxes.map((box) => (
        <label class="choice" key={box.name}>
          <input type="checkbox" name={box.name} value="sim" checked={values[box.name] === "sim"} />
          <span>
            {box.label}
            {box.hint && <span class="hint">{box.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** "O que atende": whom new times are given to. */
export function SkillsSection(props: {
  skills: Skills;
  products: Product[];
  manages: boolean;
  action: string;
  errors: FormErrors | undefined;
  /** What came back wrong. */
  values: FormValues | undefined;
}) {
  const { skills, products, manages, action, errors } = props;
  const values = props.values ?? skillValues(skills);
  const own = products.filter(({ id }) => skills.productIds?.includes(id)).map(({ name }) => name);
  const spoken = languages.filter((tag) => skills.languages.includes(tag)).map((tag) => languageWords[tag]);
  return (
    <section aria-labelledby="atende">
      <h2 id="atende">O que atende</h2>
      {!manages && (
        <p>
          {skills.productIds ? own.join(", ") : "Todos os produtos"}. Em {spoken.join(", ")}.
        </p>
      )}
      {manages && (
        <form method="post" action={action} novalidate>
          <Choices
            name="produtos"
            legend="Produtos"
            chips
            choices={[
              { value: "todos", label: "Todos" },
              { value: "alguns", label: "Só os marcados" },
            ]}
            value={values["produtos"]}
            errors={errors}
          />
          <Boxes
            id="escolhidos"
            legend="Quais, se não todos"
            boxes={products.map((product) => ({
              name: `produto-${product.id}`,
              label: `${productTitle(product)}, ${deviceName[product.device]}`,
              hint: product.active ? undefined : "Fora de venda",
            }))}
            errors={errors}
            values={values}
          />
          <Boxes
            id="idiomas"
            legend="Idiomas"
            hint="Quem compra escolhe o idioma entre os que alguém atende. Sem português, a pessoa só recebe quem escolheu outro."
            boxes={languages.map((tag) => ({ name: `idioma-${tag}`, label: languageWords[tag] }))}
            errors={errors}
            values={values}
          />
          <p class="hint">Vale para horários novos. O que já está marcado continua com esta pessoa.</p>
          <Button kind="secondary">Guardar o que atende</Button>
        </form>
      )}
    </section>
  );
}

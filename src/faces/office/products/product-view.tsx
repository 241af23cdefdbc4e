import { deviceWords, type Product } from "../../../catalog/product.ts";
import {
  officeProductBookingTermsPath,
  officeProductPath,
  officeProductsNewPath,
  officeProductsPath,
} from "../../../contract/office-addresses.ts";
import { formatBrl } from "../../../platform/money.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import {
  BackLink,
  Button,
  Checkbox,
  Choices,
  Empty,
  ErrorSummary,
  Field,
  LinkButton,
  Tag,
} from "../../ui/components.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";

type Back = { errors?: FormErrors | undefined; values?: FormValues | undefined };

const personWords = { natural: "Pessoa física", legal: "Empresa" };

export function ProductsView({ frame, products }: { frame: OfficeFrame; products: Product[] }) {
  return (
    <OfficePage frame={frame} section="products" title="Produtos">
      <h1>Produtos e preços</h1>
      {frame.manages && (
        <p>
          <LinkButton href={officeProductsNewPath()} kind="secondary">
            Incluir produto
          </LinkButton>
        </p>
      )}
      {products.length === 0 && <Empty>Ainda não há produtos. Sem eles, a loja fica vazia.</Empty>}
      {products.length > 0 && (
        <DataTable
          caption="Produtos"
          rows={products}
          keyOf={(product) => product.id}
          columns={[
            { title: "Produto", cell: ({ code, name }) => <a href={officeProductPath(code)}>{name}</a> },
            { title: "Para", cell: ({ person }) => personWords[person] },
            { title: "Onde fica a chave", cell: ({ device }) => deviceWords(device) },
            { title: "Validade", cell: ({ validityMonths }) => `${validityMonths} meses` },
            { title: "Vídeo", cell: ({ slotMinutes }) => `${slotMinutes} min` },
            { title: "Preço", cell: ({ priceCentavos }) => formatBrl(priceCentavos) },
            {
              title: "Na loja",
              cell: ({ active }) => (active ? <Tag tone="ok">À venda</Tag> : <Tag tone="idle">Fora da loja</Tag>),
            },
          ]}
        />
      )}
    </OfficePage>
  );
}

function ShelfFields({ errors, values }: Back) {
  const field = (name: string, label: string, more: Partial<Parameters<typeof Field>[0]> = {}) => (
    <Field name={name} label={label} value={values?.[name]} errors={errors} {...more} />
  );
  return (
    <>
      {field("name", "Nome na loja", { hint: "Exemplo: e-CPF A1" })}
      {field("summary", "Uma frase sobre ele")}
      {field("price", "Preço", {
        size: "short",
        inputMode: "decimal",
        hint: "Pedidos já começados mantêm o preço antigo.",
      })}
      {field("position", "Lugar na lista", { size: "tiny", inputMode: "numeric" })}
      <Checkbox name="active" label="À venda" checked={values?.["active"] === "sim"} errors={errors} />
    </>
  );
}

export function ProductView({ frame, product, errors, values }: Back & { frame: OfficeFrame; product: Product }) {
  const stored: FormValues = {
    name: product.name,
    summary: product.summary,
    price: (product.priceCentavos / 100).toFixed(2).replace(".", ","),
    position: String(product.position),
    active: product.active ? "sim" : "",
  };
  return (
    <OfficePage frame={frame} section="products" title={product.name}>
      <BackLink href={officeProductsPath()} text="Produtos" />
      <div class="narrow">
        <h1>{product.name}</h1>
        <p>
          {personWords[product.person]}, {product.certificateType}, {deviceWords(product.device)},{" "}
          {product.validityMonths} meses. Isto não muda depois de criado: faça outro produto.
        </p>
        <p>
          <LinkButton href={officeProductBookingTermsPath(product.code)} kind="secondary" small>
            Duração, pausas e prazos do agendamento
          </LinkButton>
        </p>
        <ErrorSummary errors={errors} />
        {frame.manages ? (
          <form method="post" action={officeProductPath(product.code)}>
            <ShelfFields errors={errors} values={values ?? stored} />
            <Button>Guardar</Button>
          </form>
        ) : (
          <p>
            {formatBrl(product.priceCentavos)} · {product.slotMinutes} min · {product.summary}
          </p>
        )}
      </div>
    </OfficePage>
  );
}

export function NewProductView({ frame, errors, values }: Back & { frame: OfficeFrame }) {
  return (
    <OfficePage frame={frame} section="products" title="Incluir produto">
      <BackLink href={officeProductsPath()} text="Produtos" />
      <div class="narrow">
        <h1>Incluir produto</h1>
        <ErrorSummary errors={errors} />
        <form method="post" action={officeProductsNewPath()}>
          <Field
            name="code"
            label="Código"
            size="short"
            hint="Exemplo: e-cpf-a1-12"
            value={values?.["code"]}
            errors={errors}
          />
          <Choices
            name="person"
            legend="Para quem"
            choices={[
              { value: "natural", label: "Pessoa física (e-CPF)" },
              { value: "legal", label: "Empresa (e-CNPJ)" },
            ]}
            value={values?.["person"]}
            errors={errors}
          />
          <Choices
            name="kind"
            legend="Tipo"
            choices={[
              { value: "A1-none", label: "A1", hint: "Arquivo no computador do titular" },
              { value: "A3-card", label: "A3 em cartão" },
              { value: "A3-token", label: "A3 em token" },
            ]}
            value={values?.["kind"]}
            errors={errors}
          />
          <Choices
            name="months"
            legend="Validade"
            chips
            choices={["12", "24", "36"].map((value) => ({ value, label: `${value} meses` }))}
            value={values?.["months"]}
            errors={errors}
          />
          <Choices
            name="slot"
            legend="Duração da videoconferência"
            chips
            choices={["15", "30", "45", "60"].map((value) => ({ value, label: `${value} min` }))}
            value={values?.["slot"] ?? "30"}
            errors={errors}
          />
          <ShelfFields errors={errors} values={values ?? { position: "1", active: "sim" }} />
          <Button>Incluir</Button>
        </form>
      </div>
    </OfficePage>
  );
}

import { type Product, productTitle } from "../../../catalog/product.ts";
import { officeProductsPath, officeTeamPath } from "../../../contract/office-addresses.ts";
import type { SaleGap } from "../../../scheduling/agenda/shop-opening-reads.ts";
import { Notice } from "../../ui/components.tsx";

export type Shelf = { product: Product; gap: SaleGap | undefined }[];

const lacks: Record<Exclude<SaleGap, "not-issued">, [words: string, href: string]> = {
  "nobody-attends": ["Ninguém atende ainda: convide um agente de registro", officeTeamPath()],
  "no-agenda": ["Quem atende ainda não tem horas: defina a semana de atendimento", officeTeamPath()],
  "no-skill": ["Ninguém com horas atende este produto: marque o que cada pessoa atende", officeTeamPath()],
  "no-verifier": ["Falta uma segunda pessoa que verifica: nenhuma confere o próprio atendimento", officeTeamPath()],
};

/** What the manager does before the AR can sell; nothing where all of the shelf can be bought. */
export function ShopOpening({ shelf }: { shelf: Shelf }) {
  const gaps = shelf.flatMap(({ product, gap }) => (gap && gap !== "not-issued" ? [{ product, gap }] : []));
  if (shelf.length > 0 && gaps.length === 0) return null;
  const kinds = [...new Set(gaps.map(({ gap }) => gap))];
  const nothing = gaps.length === shelf.filter(({ gap }) => gap !== "not-issued").length;
  return (
    <Notice
      tone="warn"
      title={nothing ? "A loja ainda não vende. Falta fazer:" : "Alguns produtos ainda não vendem. Falta fazer:"}
    >
      <ul>
        {shelf.length === 0 && (
          <li>
            <a href={officeProductsPath()}>Ponha o primeiro produto à venda</a>
          </li>
        )}
        {kinds.map((kind) => (
          <li key={kind}>
            <a href={lacks[kind][1]}>{lacks[kind][0]}</a>
            {kind === "no-skill" &&
              `: ${gaps
                .filter(({ gap }) => gap === kind)
                .map(({ product }) => productTitle(product))
                .join("; ")}`}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

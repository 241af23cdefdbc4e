import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { CatalogFailure } from "../../../catalog/catalog-failures.ts";
import { productByCode, productsOf } from "../../../catalog/catalog-reads.ts";
import type { Product } from "../../../catalog/product.ts";
import { putProduct } from "../../../catalog/put-product.ts";
import { officeProductPath, officeProductsNewPath, officeProductsPath } from "../../../contract/office-addresses.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { answerForm, type FormErrors, type FormValues } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { parseBrl, parsed, ticked, words } from "../../staff/form-fields.ts";
import { type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { NewProductView, ProductsView, ProductView } from "./product-view.tsx";

/** What may change while orders of the product run: the shelf, not the certificate that was sold. */
const shelf = {
  name: words("Digite o nome."),
  summary: words("Diga em uma frase para quem é.", 300),
  price: parsed((text) => parseBrl(text) || undefined, "Digite o preço em reais, assim: 199,90."),
  position: z.coerce.number("Digite um número.").int("Digite um número inteiro.").min(1, "A partir de 1.").max(999),
  active: ticked,
};
const shelfForm = z.object(shelf);
const productForm = z
  .object({
    ...shelf,
    slot: z.enum(["15", "30", "45", "60"], "Escolha a duração.").transform(Number),
    code: z
      .string()
      .trim()
      .regex(/^[a-z0-9-]{2,40}$/, "Use letras minúsculas, números e hífen. Exemplo: e-cpf-a1-12."),
    person: z.enum(["natural", "legal"], "Escolha para quem é."),
    kind: z.enum(["A1-none", "A3-card", "A3-token"], "Escolha o tipo."),
    months: z.enum(["12", "24", "36"], "Escolha a validade.").transform(Number),
  })
  .refine((form) => form.kind !== "A1-none" || form.months === 12, {
    path: ["months"],
    // DOC-ICP-04: the longest validity of type A1 is one year.
    message: "Certificado A1 vale no máximo 12 meses.",
  });

type Address = { Params: { code: string } };

/** `/office/produtos`: what the AR sells, for how much, and whether it is on the shelf. */
export function productPages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  const productOf = async (frame: OfficeFrame, code: string): Promise<Product> => {
    const product = await productByCode(ctx.db, frame.who.raId, code);
    if (!product) throw new Failure("not-found");
    return product;
  };

  app.get(officeProductsPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    return sendPage(reply, ProductsView({ frame, products: await productsOf(ctx.db, frame.who.raId, false) }));
  });

  app.get(officeProductsNewPath.route, async (request, reply) =>
    sendPage(reply, NewProductView({ frame: await officeFrame(ctx, request, "manager") })),
  );

  app.post(officeProductsNewPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const again = (errors: FormErrors, values: FormValues) => NewProductView({ frame, errors, values });
    return answerForm(
      reply,
      productForm,
      request.body,
      async ({ price, slot, kind, months, ...form }) => {
        if (await productByCode(ctx.db, frame.who.raId, form.code)) throw new CatalogFailure("product-code-taken");
        const [certificateType, device] = kind.split("-") as [Product["certificateType"], Product["device"]];
        const kindOf = { certificateType, device, validityMonths: months, slotMinutes: slot, priceCentavos: price };
        await putProduct(ctx, { product: { ...form, ...kindOf, raId: frame.who.raId }, by: frame.who });
        return reply.redirect(officeProductsPath(), 303);
      },
      again,
      { "product-code-taken": "code" },
    );
  });

  app.get<Address>(officeProductPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    return sendPage(reply, ProductView({ frame, product: await productOf(frame, request.params.code) }));
  });

  app.post<Address>(officeProductPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const product = await productOf(frame, request.params.code);
    return answerForm(
      reply,
      shelfForm,
      request.body,
      async ({ price, ...form }) => {
        await putProduct(ctx, { product: { ...product, ...form, priceCentavos: price }, by: frame.who });
        return reply.redirect(officeProductsPath(), 303);
      },
      (errors, values) => ProductView({ frame, product, errors, values }),
    );
  });
}

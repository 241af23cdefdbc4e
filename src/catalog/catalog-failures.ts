import { defineFailures } from "../platform/failures/failure.ts";

/** Refusals of products and of how they are booked. */
export const CatalogFailure = defineFailures({
  "product-code-taken": {
    status: 409,
    title: "Já existe um produto com este código.",
    advice: "Mude o produto existente ou escolha outro código.",
  },
  "booking-terms-invalid": {
    status: 422,
    title: "Confira a duração e os prazos.",
    advice: "O atendimento dura 15, 30, 45 ou 60 minutos, e cada pausa vai até 60 minutos.",
  },
});

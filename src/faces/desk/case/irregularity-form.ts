import { z } from "zod";
import { irregularityCodes } from "../../../irregularities/irregularity.ts";

/** The form of `IrregularityForm`, at the desk and in the second check. */
export const irregularityForm = z.object({
  irregularidade: z.enum(irregularityCodes, "Escolha o que você viu."),
  relato: z
    .string()
    .trim()
    .min(20, "Conte em uma ou duas frases o que viu e quando: a AC lê.")
    .max(2000, "Texto longo demais."),
  confirmado: z.literal("sim", "Marque que confirma: o pedido congela e um caso é aberto."),
});

import { z } from "zod";
import { type FieldKind, fieldsOfPerson, parseField } from "../../../proofing/fields/certificate-fields.ts";

const kinds = [...new Set([...fieldsOfPerson.legal, ...fieldsOfPerson.natural])] as [FieldKind, ...FieldKind[]];

/** Whose id an input of a field has: several fields stand on one page, each with a number. */
export const inputOf = (field: FieldKind, part: string): string => `${field}-${part}`;

/** One field of the certificate, typed from the paper that is shown; or nothing but its kind, to take it back. */
export const fieldForm = z
  .looseObject({ field: z.enum(kinds), papel: z.uuid().optional(), tirar: z.literal("sim").optional() })
  .transform((form, context) => {
    const { field, papel: paperId } = form;
    if (form.tirar || !paperId) return { field, written: undefined };
    const prefix = inputOf(field, "");
    const typed = Object.fromEntries(
      Object.entries(form).flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), String(value)]] : [],
      ),
    );
    const parsed = parseField(field, typed);
    if ("content" in parsed) return { field, written: { content: parsed.content, paperId } };
    for (const [part, message] of Object.entries(parsed.faults))
      context.issues.push({ code: "custom", path: [inputOf(field, part)], message, input: form });
    return z.NEVER;
  });

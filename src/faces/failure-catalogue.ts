import type { DocumentsFailure } from "../documents/documents-failures.ts";
import type { CodeOf, Failure } from "../platform/failures/failure.ts";
import type { ShippingFailure } from "../shipping/shipping-failures.ts";

/** Every code that a door may have to answer for. */
export type FailureCode = CodeOf<typeof Failure | typeof DocumentsFailure | typeof ShippingFailure>;

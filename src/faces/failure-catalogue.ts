import type { CatalogFailure } from "../catalog/catalog-failures.ts";
import type { DocumentsFailure } from "../documents/documents-failures.ts";
import type { DossiersFailure } from "../dossiers/dossiers-failures.ts";
import type { IrregularitiesFailure } from "../irregularities/irregularities-failures.ts";
import type { IssuanceFailure } from "../issuance/issuance-failures.ts";
import type { OrdersFailure } from "../orders/orders-failures.ts";
import type { PaymentsFailure } from "../payments/payments-failures.ts";
import type { PeopleFailure } from "../people/people-failures.ts";
import type { CodeOf, Failure } from "../platform/failures/failure.ts";
import type { ProofingFailure } from "../proofing/proofing-failures.ts";
import type { PushFailure } from "../push/push-failures.ts";
import type { RoomsFailure } from "../rooms/rooms-failures.ts";
import type { SchedulingFailure } from "../scheduling/scheduling-failures.ts";
import type { ShippingFailure } from "../shipping/shipping-failures.ts";
import type { WatchFailure } from "../watch/watch-failures.ts";

/** Every code that a door may have to answer for. */
export type FailureCode = CodeOf<
  | typeof Failure
  | typeof CatalogFailure
  | typeof DocumentsFailure
  | typeof DossiersFailure
  | typeof IrregularitiesFailure
  | typeof IssuanceFailure
  | typeof OrdersFailure
  | typeof PaymentsFailure
  | typeof PeopleFailure
  | typeof ProofingFailure
  | typeof PushFailure
  | typeof RoomsFailure
  | typeof SchedulingFailure
  | typeof ShippingFailure
  | typeof WatchFailure
>;

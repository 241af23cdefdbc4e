import type { Centavos } from "../platform/money.ts";

/** What a provider saw of a charge. */
export type Settlement = { txid: string; endToEndId: string; amountCentavos: Centavos; paidAt: Date };

/** A pretended bank "pays" when told to; the same charge always gives the same end-to-end id. */
export type Simulation = { pay(charge: { txid: string; amountCentavos: Centavos }, now: Date): Settlement };

/**
 * A bank or payment company, seen from the order. Every call may be repeated: the txid, chosen by us, is the
 * idempotency key (`PUT /cob/{txid}` of the BACEN Pix API). Called outside transactions only.
 * Rejects when the provider cannot be reached or refuses; nothing is then assumed.
 */
export interface PaymentProvider {
  /** Stored with each charge: "simulated", "pix-bacen". */
  readonly name: string;
  /** Only where no real money moves: the pages then say so and offer a button instead of a bank. */
  readonly simulation?: Simulation;
  createCharge(charge: {
    txid: string;
    amountCentavos: Centavos;
    expiresAt: Date;
    payer: { name: string; taxpayerId: string };
    receiver: { name: string; city: string };
  }): Promise<{ brcode: string }>;
  /**
   * The payment of a charge, if it was paid, also before it expired or was withdrawn: reconciliation, because notices get
   * lost. Undefined as well for a charge that the provider never made.
   */
  settlementOf(txid: string): Promise<Settlement | undefined>;
  /**
   * From then on nobody can pay the charge. Resolves as well where there is nothing to withdraw: it was never made, was
   * withdrawn before, or was paid (`settlementOf` tells).
   */
  withdrawCharge(txid: string): Promise<void>;
}

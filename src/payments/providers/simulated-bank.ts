import { brCodeText } from "../br-code.ts";
import type { PaymentProvider, Simulation } from "../payment-provider.ts";

/** A bank for demonstrations: writes real BR Codes that lead nowhere, and "pays" when told to. Keeps nothing. */
export function simulatedBank(): PaymentProvider & { simulation: Simulation } {
  return {
    name: "simulated",
    async createCharge(charge) {
      return {
        brcode: brCodeText({
          account: { url: `banco-simulado.example/v2/${charge.txid}` },
          merchantName: charge.receiver.name,
          merchantCity: charge.receiver.city,
          amountCentavos: charge.amountCentavos,
        }),
      };
    },
    async settlementOf() {
      return undefined;
    },
    async withdrawCharge() {
      // Nothing lives outside: the charge's own row says that it is withdrawn.
    },
    simulation: {
      pay(charge, now) {
        // "E" + 8 of ISPB + 12 of date + 11 of sequence (BACEN, endToEndId); here all from the txid, so that it repeats.
        const endToEndId = `E00000000${charge.txid.slice(-23)}`;
        return { txid: charge.txid, endToEndId, amountCentavos: charge.amountCentavos, paidAt: now };
      },
    },
  };
}

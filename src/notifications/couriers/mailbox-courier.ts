import type { Courier } from "../outbox/courier.ts";

/** Without a mail server nothing leaves: the message is in the outbox, and the page /caixa shows it. */
export const mailboxCourier: Courier = {
  deliver: async () => "mailbox",
  close: () => {},
};

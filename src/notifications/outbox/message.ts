declare module "../../platform/jobs/jobs.ts" {
  interface JobPayloads {
    "notifications.deliver": { messageId: string };
    "notifications.remind": { appointmentId: string; reminder: Reminder };
    "notifications.sum-up": LetterKey;
    /** What came since the last receipt of this order from that address (null: the order's page). */
    "notifications.sum-up-papers": { orderId: string; sender: string | null };
  }
}

/** The letters of one topic about one order to one person. */
export type LetterKey = { orderId: string; recipient: string; topic: Topic };

export type Reminder = "day-before" | "hour-before";
export type MessageChannel = "email" | "sms";

/** What a template makes: words only. `code` stands where the bodies say "{code}" and is kept sealed until sent. */
export type Draft = {
  template: string;
  subject: string;
  text: string;
  html: string | null;
  calendar?: { method: "REQUEST" | "CANCEL"; content: string };
  /** It speaks of this booked time and is withdrawn when that is freed before it leaves. */
  appointmentId?: string;
  /** It speaks of all that was bought in one act. */
  purchaseId?: string;
};

/** One message to one person. */
export type Message = {
  id: string;
  orderId: string | null;
  purchaseId: string | null;
  raId: string | null;
  channel: MessageChannel;
  template: string;
  recipient: string;
  subject: string;
  bodyText: string;
  bodyHtml: string | null;
  sealedCode: Buffer | null;
  calendar: string | null;
  calendarMethod: "REQUEST" | "CANCEL" | null;
  createdAt: Date;
  sentAt: Date | null;
  sentVia: "smtp" | "sms" | "mailbox" | null;
  failedAt: Date | null;
  attempts: number;
  lastError: string | null;
  inReplyTo: string | null;
  appointmentId: string | null;
  withdrawnAt: Date | null;
  topic: Topic | null;
  /** When it left our hands, or is to leave them. */
  leavesAt: Date | null;
  /** Written within minutes of another on its topic: it leaves at `leavesAt`, with what else there is by then. */
  held: boolean;
  /** The message that said it, with others. */
  summedInto: string | null;
};

/** Attempts before a message is given up; the job queue repeats with growing pauses. */
export const mostAttempts = 10;

type DeliveryState = "held" | "summed" | "waiting" | "retrying" | "sent" | "shown" | "failed" | "withdrawn";

export function deliveryState(
  message: Pick<Message, "sentAt" | "sentVia" | "failedAt" | "attempts" | "withdrawnAt" | "held" | "summedInto">,
): DeliveryState {
  if (message.summedInto) return "summed";
  if (message.withdrawnAt) return "withdrawn";
  if (message.sentAt) return message.sentVia === "mailbox" ? "shown" : "sent";
  if (message.failedAt) return "failed";
  if (message.held) return "held";
  return message.attempts > 0 ? "retrying" : "waiting";
}

/** What the holder reads beside a message. "sent" means the next mail server took it, no more. */
export const deliveryWords: Record<DeliveryState, string> = {
  held: "Sai em alguns minutos, com o que mais houver",
  summed: "Enviada junto com outra",
  waiting: "Na fila de envio",
  retrying: "Tentando de novo",
  sent: "Enviada",
  shown: "Na caixa de mensagens",
  failed: "Não foi entregue",
  withdrawn: "Não enviada: o horário mudou",
};

/** What a letter speaks of: on one topic a person gets one letter in some minutes, and it says everything. */
export type Topic = "order" | "time" | "papers" | "deadline" | "result" | "case" | "device";

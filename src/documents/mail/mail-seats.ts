import { keepsUp, type Pace, usualPace } from "../../platform/body-pace.ts";

/** What one sender may hold of the receiver, and for how long a connection may bring no message. */
export type MailLimits = { perSender: number; quietMs: number; pace: Pace; lookEveryMs: number };

export const usualMailLimits: MailLimits = { perSender: 5, quietMs: 180_000, pace: usualPace, lookEveryMs: 2_000 };

/** What is asked of a connection. */
type Line = {
  readonly bytesRead: number;
  readonly writable: boolean;
  end(words: string): unknown;
  destroy(): unknown;
  once(event: "close", act: () => void): unknown;
};

type Seat = {
  socket: Line;
  sender: string | undefined;
  quietSince: number;
  /** The message that comes right now. */
  message: { began: number; bytesBefore: number } | undefined;
};

const lingerMs = 1_000;

/**
 * Shares out the receiver: a sender has so many seats, so that its flood delays only itself; a message must keep up the
 * pace asked of any body; a connection that brings no message is closed. A sending server keeps what was not taken and
 * tries again.
 */
export function mailSeats(limits: MailLimits) {
  const seats = new Map<string, Seat>();

  const sendAway = (peer: string, { socket }: Seat, words: string) => {
    seats.delete(peer);
    if (socket.writable) socket.end(`421 ${words}\r\n`);
    setTimeout(() => socket.destroy(), lingerMs).unref();
  };
  const look = setInterval(() => {
    const now = performance.now();
    for (const [peer, seat] of seats) {
      const { socket, message, quietSince } = seat;
      if (message && !keepsUp(limits.pace, socket.bytesRead - message.bytesBefore, now - message.began))
        sendAway(peer, seat, "Envio lento demais. Tente de novo em alguns minutos.");
      else if (!message && now - quietSince > limits.quietMs)
        sendAway(peer, seat, "Nenhuma mensagem veio. Tente de novo quando houver uma.");
    }
  }, limits.lookEveryMs).unref();

  return {
    connected(peer: string, socket: Line): void {
      seats.set(peer, { socket, sender: undefined, quietSince: performance.now(), message: undefined });
      socket.once("close", () => seats.delete(peer));
    },
    /** Whether the sender may begin a message here, which takes one of its seats until the message is through. */
    mayBegin(peer: string, sender: string): boolean {
      const taken = [...seats].filter(([other, seat]) => other !== peer && seat.sender === sender).length;
      if (taken >= limits.perSender) return false;
      const own = seats.get(peer);
      if (own) own.sender = sender;
      return true;
    },
    /** From the word DATA to the message's last byte; `settled` once it has its answer. */
    receives(peer: string): { ended(): void; settled(): void } {
      const own = seats.get(peer);
      if (own) own.message = { began: performance.now(), bytesBefore: own.socket.bytesRead };
      const ended = () => {
        if (own) Object.assign(own, { message: undefined, quietSince: performance.now() });
      };
      const settled = () => {
        ended();
        if (own) own.sender = undefined;
      };
      return { ended, settled };
    },
    close: () => clearInterval(look),
  };
}

import type { Socket } from "node:net";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { isDiskLow, saysDiskIsFull } from "../../platform/blobs/disk-space.ts";
import type { Context } from "../../platform/settings/context.ts";
import { minuteMs } from "../../platform/time/durations.ts";
import { oneLine } from "../../platform/typed-text.ts";
import { mailById, mailboxOwner } from "./mail-reads.ts";
import { type MailLimits, mailSeats, usualMailLimits } from "./mail-seats.ts";
import { dropSpooled, spoolMail, sweepSpool } from "./mail-spool.ts";
import { receiveMail } from "./receive-mail.ts";

const largestMail = 36 * 1024 * 1024;

/** How long commands sent before a half-close may take to be read. */
const lingerMs = 1_000;

type MailReceiver = { port: number; close(): Promise<void> };

/** An answer on the wire. ASCII: old senders show the bytes as they are. */
class SmtpRefusal extends Error {
  readonly responseCode: number;
  constructor(code: number, words: string) {
    super(words);
    this.responseCode = code;
  }
}

/**
 * Exim sends the message, QUIT and a half-close before it reads our answer; the library then thinks the socket is shut,
 * keeps its 250 to itself, and Exim sends again for ever.
 */
class HalfOpenServer extends SMTPServer {
  /** Peers whose message is being taken, by address and port. */
  readonly taking = new Set<string>();
  readonly #seats: ReturnType<typeof mailSeats>;

  constructor(options: ConstructorParameters<typeof SMTPServer>[0], seats: ReturnType<typeof mailSeats>) {
    super(options);
    this.#seats = seats;
  }

  override connect(socket: Socket, options?: Parameters<SMTPServer["connect"]>[1]): void {
    Object.defineProperty(socket, "readyState", {
      get: () => (!socket.destroyed && socket.writable ? "open" : "closed"),
    });
    const peer = peerOf(socket);
    this.#seats.connected(peer, socket);
    socket.once("end", () => this.#letGo(socket, peer));
    super.connect(socket, options);
  }

  /**
   * Closes our half: many clients leave without QUIT, and once their message has its answer nothing else would close
   * it.
   */
  #letGo(socket: Socket, peer: string): void {
    const look = () => {
      if (socket.destroyed || !socket.writable) return;
      if (this.taking.has(peer)) setTimeout(look, lingerMs);
      else socket.end();
    };
    setTimeout(look, lingerMs);
  }
}

const peerOf = ({
  remoteAddress,
  remotePort,
}: {
  remoteAddress?: string | undefined;
  remotePort?: number | undefined;
}) => `${remoteAddress} ${remotePort}`;

/** Without what no address has and no text can hold. */
const addressOf = ({ address }: { address: string }) => oneLine(address).toLowerCase();

/**
 * Takes mail for the ARs' papers addresses on 127.0.0.1. The answer 250 is given once the message is on disk and its
 * row and job are in the database: killed at any point, nothing acknowledged is lost.
 */
export async function startMailReceiver(
  ctx: Context,
  port = ctx.config.smtpInPort,
  limits: MailLimits = usualMailLimits,
): Promise<MailReceiver> {
  await sweepSpool(ctx, async (id) => (await mailById(ctx.db, id))?.openedAt === null);
  const seats = mailSeats(limits);
  const options: ConstructorParameters<typeof SMTPServer>[0] = {
    allowHalfOpen: true,
    name: new URL(ctx.config.publicUrl).hostname,
    banner: "Confere",
    size: largestMail,
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    maxClients: 50,
    socketTimeout: minuteMs,
    closeTimeout: 3_000,
    logger: false,
    onMailFrom(address, session, callback) {
      if (!seats.mayBegin(peerOf(session), addressOf(address))) return callback(crowded());
      isDiskLow(ctx).then(
        (low) => callback(low ? noSpace() : null),
        (error) => callback(failed(ctx, error)),
      );
    },
    onRcptTo(address, _session, callback) {
      mailboxOwner(ctx.db, addressOf(address)).then(
        (owner) => callback(owner ? null : new SmtpRefusal(550, "Endereco desconhecido. Confira o e-mail da AR.")),
        (error) => callback(failed(ctx, error)),
      );
    },
    onData(stream, session, callback) {
      const peer = peerOf(session);
      const received = seats.receives(peer);
      stream.once("end", received.ended);
      server.taking.add(peer);
      take(ctx, stream, session)
        .then(
          (words) => callback(null, words),
          (error) => callback(error instanceof SmtpRefusal ? error : failed(ctx, error)),
        )
        .finally(() => {
          received.settled();
          server.taking.delete(peer);
        });
    },
  };
  const server = new HalfOpenServer(options, seats);
  server.on("error", (error) => ctx.log.warn({ err: error }, "mail receiver"));
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server.server.off("error", reject) && undefined));
  });
  return {
    port: (server.server.address() as { port: number }).port,
    close: () => {
      seats.close();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** RFC 5321 §4.2.3: the sender's server keeps the mail and tries again by itself, for days. */
const noSpace = () =>
  new SmtpRefusal(452, "Sem espaco para novas mensagens agora. A sua fica guardada no seu servidor e sera reenviada.");

const crowded = () =>
  new SmtpRefusal(
    451,
    "Muitas mensagens deste remetente ao mesmo tempo. O seu servidor tenta de novo em alguns minutos.",
  );

function failed(ctx: Context, error: unknown): SmtpRefusal {
  ctx.log.error({ err: error }, "mail could not be taken; the sender will try again");
  if (saysDiskIsFull(error)) return noSpace();
  return new SmtpRefusal(451, "Falha passageira do nosso lado. Tente de novo em alguns minutos.");
}

async function take(ctx: Context, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
  const spooled = await spoolMail(ctx, stream, largestMail);
  if (spooled === "too-big")
    throw new SmtpRefusal(
      552,
      "Mensagem grande demais: o limite e 36 MB. Divida os documentos em mais e-mails ou envie pela pagina do pedido.",
    );
  const { mailFrom, rcptTo } = session.envelope;
  const outcome = await receiveMail(ctx, {
    id: spooled.id,
    rawHash: spooled.hash,
    bytes: spooled.bytes,
    envelopeFrom: mailFrom ? addressOf(mailFrom) : "",
    envelopeTo: rcptTo.map(addressOf),
  });
  if (outcome === "duplicate") await dropSpooled(ctx, spooled.id);
  return `Recebido ${spooled.id}`;
}

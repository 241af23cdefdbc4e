import { createSocket } from "node:dgram";
import { networkInterfaces } from "node:os";
import { join as joinPath } from "node:path";
import { MediaRoom } from "./call/media-room.ts";
import { hasSegments } from "./recording/segment-folder.ts";
import { TcpPort } from "./transport/tcp-port.ts";
import { TcpTransport } from "./transport/tcp-transport.ts";
import { UdpTransport } from "./transport/udp-transport.ts";
import { OfferUnusable } from "./wire/session-offer.ts";
import type { TransportAddress } from "./wire/transport.ts";
import type {
  JoinRequest,
  WorkerAnswer,
  WorkerCommand,
  WorkerReport,
  WorkerRequest,
  WorkerSettings,
} from "./wire/worker-messages.ts";

// A process of its own: the native transport may crash, and the server must outlive that (docs/room-protocol.md §2).

const settings = JSON.parse(process.argv[2]!) as WorkerSettings;
const rooms = new Map<string, MediaRoom>();
let draining = false;

function tell(message: WorkerAnswer | WorkerReport): void {
  if (process.connected) process.send!(message);
}

async function handle(request: WorkerRequest, address: TransportAddress): Promise<string | undefined> {
  switch (request.type) {
    case "join":
      return join(request, address);
    case "leave":
      rooms.get(request.roomId)?.leave(request.memberId);
      return undefined;
    case "close-room":
      rooms.get(request.roomId)?.close();
      rooms.delete(request.roomId);
      return undefined;
    case "drain":
      draining = true;
      return undefined;
    case "stop":
      closeAll();
      return undefined;
  }
}

async function join(request: JoinRequest, address: TransportAddress): Promise<string> {
  const { roomId, offer } = request;
  let room = rooms.get(roomId);
  if (!room) {
    if (draining) throw new Error("this worker takes no new rooms");
    const folder = joinPath(settings.folder, roomId);
    room = new MediaRoom(
      { id: roomId, folder, key: Buffer.from(request.key, "hex"), resumes: hasSegments(folder) },
      tell,
    );
    rooms.set(roomId, room);
  }
  return room.join(request, (name, state) =>
    request.transport === "tcp"
      ? new TcpTransport(name, offer, { ...address, announce: settings.address }, tcpPort, state)
      : new UdpTransport(name, offer, address, state),
  );
}

function closeAll(): void {
  for (const room of rooms.values()) room.close();
  rooms.clear();
}

/** Port 0: any free one. The native side cannot say which port it took, so it is chosen here. */
async function freePort(port: number, bind: string | undefined): Promise<number> {
  if (port !== 0) return port;
  return new Promise((resolve, reject) => {
    const socket = createSocket(bind?.includes(":") ? "udp6" : "udp4");
    socket.once("error", reject);
    socket.bind(0, bind, () => {
      const chosen = socket.address().port;
      socket.close(() => resolve(chosen));
    });
  });
}

/** An address of this machine is bound; any other is the public side of a translation and is only announced. */
async function ownAddress(): Promise<TransportAddress> {
  const local = Object.values(networkInterfaces()).flatMap((entries) => (entries ?? []).map((entry) => entry.address));
  const isLocal = local.includes(settings.address);
  const bind = isLocal ? settings.address : undefined;
  return { bind, announce: isLocal ? undefined : settings.address, port: await freePort(settings.port, bind) };
}

const address = await ownAddress();
const tcpPort = await TcpPort.open(settings.tcpPort, address);

process.on("message", (command: WorkerCommand) => {
  if (command.type === "candidate") {
    rooms.get(command.roomId)?.candidate(command.memberId, command.candidate, command.mid);
    return;
  }
  const { request } = command;
  handle(command, address).then(
    (answer) => {
      tell({ type: "done", request, ...(answer === undefined ? {} : { answer }) });
      if (command.type === "stop") process.disconnect();
    },
    (error: Error) =>
      tell({
        type: "failed",
        request,
        reason: error instanceof OfferUnusable ? "offer-unusable" : "internal",
        message: error.message,
      }),
  );
});

// The server died or said stop: what was recorded is closed properly, then nothing holds this process.
process.on("disconnect", () => {
  closeAll();
  process.exit(0);
});

// Ctrl-C reaches the whole group; the server decides when the worker ends.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});

tell({ type: "ready", port: address.port, tcpPort: tcpPort.port });

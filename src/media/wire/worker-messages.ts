/** Messages between the server and a media worker (docs/room-protocol.md §2). `seat` = place in the list of seats ("Lanes"). */
export type JoinRequest = {
  type: "join";
  roomId: string;
  memberId: string;
  /** The first free one where none is said. */
  seat?: number;
  offer: string;
  attempt: number;
  transport: MediaTransport;
  /** 32 bytes, hex: the room's recordings are encrypted with it. */
  key: string;
};
export type MediaTransport = "udp" | "tcp";

export type WorkerRequest =
  | JoinRequest
  | { type: "leave"; roomId: string; memberId: string }
  | { type: "close-room"; roomId: string }
  | { type: "drain" }
  | { type: "stop" };

export type WorkerCommand =
  | (WorkerRequest & { request: number })
  | { type: "candidate"; roomId: string; memberId: string; candidate: string; mid: string };

/** What a worker tells unasked. */
export type WorkerReport =
  | { type: "state"; roomId: string; memberId: string; attempt: number; state: string }
  | {
      type: "chunk";
      roomId: string;
      memberId: string;
      segment: number;
      number: number;
      bytes: number;
      head: string;
      at: number;
      /** Wall clock ms of the file's time 0. */
      zeroAt: number;
      /** First and last time of this chunk on the file's line, ms. */
      from: number;
      until: number;
    }
  | { type: "recording-failed"; roomId: string; memberId: string; segment: number; reason: string };

export type WorkerAnswer =
  | { type: "ready"; port: number; tcpPort: number }
  | { type: "done"; request: number; answer?: string }
  | { type: "failed"; request: number; reason: "offer-unusable" | "internal"; message: string };

/** How a worker is told its place: the arguments of its process. `address` is what browsers are told. */
export type WorkerSettings = { folder: string; address: string; port: number; tcpPort: number };

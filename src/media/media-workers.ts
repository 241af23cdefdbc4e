import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type RecordedSegment, recordedSegment } from "./recording/recorded-segment.ts";
import { readSegments } from "./recording/segment-folder.ts";
import type { MediaTransport, WorkerReport } from "./wire/worker-messages.ts";
import { type MediaLog, WorkerHandle } from "./worker-handle.ts";

/** What the media side tells: reports of a worker, and `worker-lost`: every member of the room must join again. */
export type MediaEvent = WorkerReport | { type: "worker-lost"; roomId: string };

/** The server's handle on its media workers. A room lives in one worker; recordings lie in `<folder>/<roomId>/`. */
export interface MediaWorkers {
  /**
   * Answer (SDP) to a browser's offer. Rejects with MediaRefused. `attempt` returns in the member's `state` events;
   * `seat` decides in which lane the others see this member (docs/room-protocol.md, "Lanes").
   */
  join(roomId: string, memberId: string, offer: string, attempt: number, place?: Place): Promise<string>;
  candidate(roomId: string, memberId: string, candidate: string, mid: string): void;
  leave(roomId: string, memberId: string): Promise<void>;
  /** Ends the call and returns everything ever recorded in it, also by workers and servers that have died since. */
  closeRoom(roomId: string): Promise<RecordedSegment[]>;
  /** Removes the plain files of a closed room, after they were stored elsewhere. */
  removeRoom(roomId: string): Promise<void>;
  /** Returns the function that stops listening. */
  listen(listener: (event: MediaEvent) => void): () => void;
  /** Takes no new rooms from now on; those that run go on. */
  drain(): Promise<void>;
  /** Closes every call properly and ends the workers. */
  stop(): Promise<void>;
}

/** Without a seat the first free one is taken; without a transport it is `udp`. */
type Place = { seat?: number; transport?: MediaTransport };

/**
 * `port` (UDP) and `tcpPort` 0 = any; with several workers each takes the next port. `keyOf` = 32 bytes (hex) that a room's recordings are
 * encrypted with while they lie here: the same for the same room, also after a restart.
 */
type MediaSettings = {
  count: number;
  folder: string;
  address: string;
  port: number;
  tcpPort?: number;
  keyOf: (roomId: string) => string;
  log: MediaLog;
};

export async function startMediaWorkers(settings: MediaSettings): Promise<MediaWorkers> {
  const workers = mediaWorkers(settings);
  await workers.start();
  return workers;
}

/** Calls made before `start` wait for it. */
export function mediaWorkers(settings: MediaSettings): MediaWorkers & { start(): Promise<void> } {
  const nth = (port: number, index: number) => (port === 0 ? 0 : port + index);
  const listeners = new Set<(event: MediaEvent) => void>();
  const placement = new Map<string, WorkerHandle>();
  const emit = (event: MediaEvent) => {
    for (const listener of listeners) listener(event);
  };
  const workers = Array.from({ length: settings.count }, (_, index) => {
    const worker: WorkerHandle = new WorkerHandle({
      settings: {
        folder: settings.folder,
        address: settings.address,
        port: nth(settings.port, index),
        tcpPort: nth(settings.tcpPort ?? 0, index),
      },
      log: settings.log,
      onReport: emit,
      onLost: () => {
        for (const [roomId, placed] of placement) if (placed === worker) emit({ type: "worker-lost", roomId });
      },
    });
    return worker;
  });

  const placeOf = (roomId: string): WorkerHandle => {
    const placed = placement.get(roomId);
    if (placed) return placed;
    const load = (worker: WorkerHandle) => [...placement.values()].filter((other) => other === worker).length;
    const chosen = workers.reduce((least, worker) => (load(worker) < load(least) ? worker : least));
    placement.set(roomId, chosen);
    return chosen;
  };

  return {
    async start() {
      await Promise.all(workers.map((worker) => worker.start()));
    },
    async join(roomId, memberId, offer, attempt, { seat, transport = "udp" } = {}) {
      const key = settings.keyOf(roomId);
      const placed = seat === undefined ? {} : { seat };
      const answer = await placeOf(roomId).ask({
        type: "join",
        roomId,
        memberId,
        offer,
        attempt,
        key,
        transport,
        ...placed,
      });
      return answer!;
    },
    candidate(roomId, memberId, candidate, mid) {
      placement.get(roomId)?.send({ type: "candidate", roomId, memberId, candidate, mid });
    },
    async leave(roomId, memberId) {
      await placement.get(roomId)?.ask({ type: "leave", roomId, memberId });
    },
    async closeRoom(roomId) {
      await placement.get(roomId)?.ask({ type: "close-room", roomId });
      placement.delete(roomId);
      const key = Buffer.from(settings.keyOf(roomId), "hex");
      return readSegments(join(settings.folder, roomId), key).map((segment) => recordedSegment(segment, key));
    },
    async removeRoom(roomId) {
      await rm(join(settings.folder, roomId), { recursive: true, force: true });
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async drain() {
      await Promise.all(workers.map((worker) => worker.ask({ type: "drain" })));
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { RoomCall } from "./room-call.ts";

/** What a browser's connection is to a call, as far as these tests go. */
class Connection {
  static readonly opened: Connection[] = [];
  connectionState = "new";
  localDescription = { sdp: "offer" };
  onconnectionstatechange: (() => void) | null = null;
  ontrack: ((event: { track: Track; transceiver: object }) => void) | null = null;
  private readonly transceivers: object[] = [];

  constructor() {
    Connection.opened.push(this);
  }
  addTransceiver(): object {
    const transceiver = { sender: {} };
    this.transceivers.push(transceiver);
    return transceiver;
  }
  getTransceivers(): object[] {
    return this.transceivers;
  }
  async setLocalDescription(): Promise<void> {}
  close(): void {
    this.connectionState = "closed";
  }
  connects(): void {
    this.connectionState = "connected";
    this.onconnectionstatechange?.();
  }
  /** The other side's track of a lane. */
  track(at: number): Track {
    const track: Track = { muted: true, onmute: null, onunmute: null };
    this.ontrack?.({ track, transceiver: this.transceivers[at]! });
    return track;
  }
}
type Track = { muted: boolean; onmute: (() => void) | null; onunmute: (() => void) | null };

class Stream {
  private readonly tracks: Track[] = [];
  addTrack(track: Track): void {
    this.tracks.push(track);
  }
  getTracks(): Track[] {
    return this.tracks;
  }
}

before(() => Object.assign(globalThis, { RTCPeerConnection: Connection, MediaStream: Stream }));

const handled = () => new Promise<void>((resolve) => setImmediate(resolve));
const nobody = new Stream() as unknown as MediaStream;

test("what is slower than an attempt is not given up for ever: once both ways failed, each has longer", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const joined: string[] = [];
  const call = new RoomCall(
    { join: (_offer, _attempt, transport) => joined.push(transport), candidate: () => {} },
    { state: () => {}, remote: () => {}, ticks: () => {} },
  );
  t.after(() => call.close());
  call.start(nobody);
  // Every connection would stand after eight seconds, if it were let.
  let held = { connection: Connection.opened.at(-1), seconds: 0 };
  for (let second = 0; second < 40 && held.seconds < 8; second++) {
    t.mock.timers.tick(1000);
    await handled();
    const connection = Connection.opened.at(-1);
    held = { connection, seconds: connection === held.connection ? held.seconds + 1 : 0 };
  }
  assert.equal(held.seconds, 8, "one is let");
  assert.deepEqual(joined, ["udp", "tcp", "udp"]);
});

test("a connection that was replaced shows nothing any more, however late its tracks fall silent", async (t) => {
  const shown: (string | undefined)[][] = [];
  const nameOf = new Map<unknown, string>();
  const call = new RoomCall(
    { join: () => {}, candidate: () => {} },
    {
      state: () => {},
      remote: (streams) =>
        shown.push(streams.map((one) => one && nameOf.get((one as unknown as Stream).getTracks()[0]))),
      ticks: () => {},
    },
    { lanes: 4 },
  );
  const speaks = (track: Track, name: string) => {
    nameOf.set(track, name);
    track.muted = false;
    track.onunmute?.();
  };
  t.after(() => call.close());
  call.start(nobody);
  await handled();
  const first = Connection.opened.at(-1)!;
  const [firstHolder, firstGuest] = [first.track(0), first.track(4)];
  speaks(firstHolder, "holder");
  speaks(firstGuest, "guest");
  call.rejoin();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const second = Connection.opened.at(-1)!;
  assert.notEqual(second, first);
  const [holder, guest] = [second.track(0), second.track(4)];
  speaks(holder, "holder again");
  speaks(guest, "guest again");
  firstGuest.muted = true;
  firstGuest.onmute?.();
  assert.deepEqual(shown.at(-1), ["holder again", undefined, "guest again"]);
});

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PeerConnection, type Track } from "node-datachannel";
import WebSocket from "ws";
import { isRtcp } from "../../src/media/wire/rtp-packet.ts";
import type { MediaSource } from "../../test/kit/room/media-source.ts";
import { RoomClient } from "../../test/kit/room/room-client.ts";

// The peer: Debian's Janus, VideoRoom plugin with recording. It gathers no loopback address, so it runs in a network
// namespace of its own (the load generator is started in it), which has one interface and no way out.

const janusAddress = "10.99.0.1";
const janusPort = 8188;
const librariesFolder = "/usr/lib";

export type JanusServer = { pid: number; folder: string; ask: Ask; stop(): Promise<void> };
type Ask = (message: object) => Promise<Reply>;
type Reply = {
  janus: string;
  transaction?: string;
  sender?: number;
  data?: { id: number };
  plugindata?: { data: { error?: string; publishers?: { id: number }[] } };
  jsep?: { sdp: string };
};

/** `folder` takes configuration, recordings and, were Janus to die badly, whatever it leaves. */
export async function startJanus(folder: string): Promise<JanusServer> {
  for (const args of [
    ["link", "set", "lo", "up"],
    ["link", "add", "bench0", "type", "veth", "peer", "name", "bench1"],
    ["addr", "add", `${janusAddress}/24`, "dev", "bench0"],
    ["link", "set", "bench0", "up"],
    ["link", "set", "bench1", "up"],
  ])
    execFileSync("ip", args);
  writeConfiguration(folder);
  const command = `ulimit -c 0; exec janus -F ${folder} -C ${folder}/janus.jcfg`;
  const child = spawn("sh", ["-c", command], { cwd: folder, stdio: "ignore" });
  const socket = await connected();
  const ask = conversation(socket);
  const { data } = await ask({ janus: "create" });
  const session = { session_id: data!.id };
  const alive = setInterval(() => void ask({ janus: "keepalive", ...session }), 20_000);
  return {
    pid: child.pid!,
    folder,
    ask: (message) => ask({ ...message, ...session }),
    async stop() {
      clearInterval(alive);
      socket.close();
      const ended = once(child, "exit");
      child.kill("SIGINT");
      await ended;
    },
  };
}

function writeConfiguration(folder: string): void {
  mkdirSync(join(folder, "recordings"), { recursive: true });
  const root = readdirSync(librariesFolder).find((name) => name.endsWith("-linux-gnu"))!;
  const libraries = join(librariesFolder, root, "janus");
  const others = (kind: string, kept: string) =>
    readdirSync(join(libraries, kind))
      .filter((name) => name.endsWith(".so") && name !== kept)
      .join(",");
  writeFileSync(
    join(folder, "janus.jcfg"),
    `general: {
  configs_folder = "${folder}"
  plugins_folder = "${libraries}/plugins"
  transports_folder = "${libraries}/transports"
  events_folder = "${folder}"
  loggers_folder = "${folder}"
  debug_level = 3
}
plugins: { disable = "${others("plugins", "libjanus_videoroom.so")}" }
transports: { disable = "${others("transports", "libjanus_websockets.so")}" }
nat: { ice_enforce_list = "${janusAddress}" }
`,
  );
  writeFileSync(
    join(folder, "janus.transport.websockets.jcfg"),
    `general: { ws = true, ws_port = ${janusPort}, ws_ip = "${janusAddress}" }\n`,
  );
}

async function connected(): Promise<WebSocket> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = new WebSocket(`ws://${janusAddress}:${janusPort}`, "janus-protocol");
    const isOpen = await new Promise((resolve) => {
      socket.once("open", () => resolve(true)).once("error", () => resolve(false));
    });
    if (isOpen) return socket;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Janus did not answer within 10 s.");
}

/** Requests and their answers; an `ack` only says that the answer comes later. */
function conversation(socket: WebSocket): Ask {
  let count = 0;
  const waiting = new Map<string, { resolve: (reply: Reply) => void; reject: (error: Error) => void; kind: string }>();
  socket.on("message", (data) => {
    const reply = JSON.parse(String(data)) as Reply;
    const asked = waiting.get(reply.transaction ?? "");
    if (!asked || (reply.janus === "ack" && asked.kind === "message")) return;
    waiting.delete(reply.transaction!);
    if (reply.janus === "error" || reply.plugindata?.data.error) asked.reject(new Error(JSON.stringify(reply)));
    else asked.resolve(reply);
  });
  return (message) =>
    new Promise((resolve, reject) => {
      const transaction = `t${++count}`;
      waiting.set(transaction, { resolve, reject, kind: (message as { janus: string }).janus });
      socket.send(JSON.stringify({ ...message, transaction }));
    });
}

/** A VideoRoom with two publishers, each of whom watches the other. */
export class JanusCall {
  private readonly server: JanusServer;
  private readonly room: number;
  private readonly name: string;
  private handles: number[] = [];
  private viewers: Viewer[] = [];
  private first: { publisher: number; viewer: Viewer } | undefined;

  constructor(server: JanusServer, call: number) {
    this.server = server;
    this.room = ++rooms;
    this.name = `call-${this.room}-${call}`;
  }

  async enter(as: string, source: MediaSource) {
    const handle = await this.attach();
    if (!this.first) await this.create(handle);
    const publisher = new RoomClient(`${this.name}-${as}`, { source, rtc: { bindAddress: janusAddress } });
    let feeds: { id: number }[] = [];
    const media = { request: "joinandconfigure", ptype: "publisher", room: this.room, display: as, record: true };
    const own = randomFeed();
    await publisher.join(async (offer) => {
      const body = { ...media, id: own, filename: `${this.name}-${as}` };
      const reply = await this.tell(handle, body, { type: "offer", sdp: offer });
      feeds = reply.plugindata?.data.publishers ?? [];
      return reply.jsep!.sdp;
    });
    const viewer = new Viewer(`${this.name}-${as}-viewer`);
    this.viewers.push(viewer);
    if (this.first) {
      await this.watch(viewer, feeds[0]!.id);
      await this.watch(this.first.viewer, own);
    } else this.first = { publisher: own, viewer };
    return { publisher, received: () => viewer.received };
  }

  async leave(): Promise<void> {
    for (const viewer of this.viewers) viewer.close();
    for (const handle of this.handles) await this.server.ask({ janus: "detach", handle_id: handle });
    this.handles = [];
  }

  private async create(handle: number): Promise<void> {
    const settings = { publishers: 4, bitrate: 3_000_000, fir_freq: 0, videocodec: "vp8", audiocodec: "opus" };
    const record = { record: true, rec_dir: join(this.server.folder, "recordings") };
    await this.tell(handle, { request: "create", room: this.room, ...settings, ...record });
  }

  private async watch(viewer: Viewer, feed: number): Promise<void> {
    const handle = await this.attach();
    const body = { request: "join", ptype: "subscriber", room: this.room, streams: [{ feed }] };
    const { jsep } = await this.tell(handle, body);
    await this.tell(handle, { request: "start" }, { type: "answer", sdp: await viewer.answer(jsep!.sdp) });
    await viewer.connected();
  }

  private async attach(): Promise<number> {
    const { data } = await this.server.ask({ janus: "attach", plugin: "janus.plugin.videoroom" });
    this.handles.push(data!.id);
    return data!.id;
  }

  private tell(handle: number, body: object, jsep?: object): Promise<Reply> {
    return this.server.ask({ janus: "message", handle_id: handle, body, ...(jsep ? { jsep } : {}) });
  }
}

let rooms = 1000;
let feedCount = 0;
const randomFeed = () => ++feedCount;

/** Janus gives each viewer a second connection; this one only counts what comes. */
class Viewer {
  readonly received = { packets: 0, bytes: 0, frames: 0, sounds: 0, repeatsAsked: 0, frozenMs: 0, lastFrameAt: 0 };
  private readonly connection: PeerConnection;
  /** Native tracks end when nobody holds them. */
  private readonly tracks: Track[] = [];
  private state = "new";

  constructor(name: string) {
    this.connection = new PeerConnection(name, {
      iceServers: [],
      bindAddress: janusAddress,
      disableAutoNegotiation: true,
      forceMediaTransport: true,
    });
    this.connection.onStateChange((state) => (this.state = state));
    this.connection.onTrack((track) => {
      this.tracks.push(track);
      const isVideo = track.type() === "video";
      track.onMessage((bytes) => this.receive(isVideo, bytes));
    });
  }

  answer(offer: string): Promise<string> {
    return new Promise((resolve) => {
      this.connection.onGatheringStateChange((state) => {
        if (state === "complete") resolve(this.connection.localDescription()!.sdp);
      });
      this.connection.setRemoteDescription(offer, "offer");
      this.connection.setLocalDescription("answer");
    });
  }

  async connected(): Promise<void> {
    for (const deadline = Date.now() + 10_000; this.state !== "connected"; ) {
      if (Date.now() > deadline) throw new Error(`viewer not connected: ${this.state}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  close(): void {
    this.connection.close();
  }

  private receive(isVideo: boolean, bytes: Buffer): void {
    if (isRtcp(bytes)) return;
    this.received.packets++;
    if (!isVideo) this.received.sounds++;
    else if (bytes[1]! & 0x80) this.received.frames++;
  }
}

import { readFileSync } from "node:fs";
import { type MediaSource, replaySource } from "../../test/kit/room/media-source.ts";
import { RoomClient } from "../../test/kit/room/room-client.ts";
import { type RoomVisitor, visitRoom } from "../../test/kit/room/room-visitor.ts";
import { JanusCall, type JanusServer, startJanus } from "./room-janus.ts";
import type { ClientFigures, LoadAnswer, LoadCall, LoadCommand, LoadSource } from "./room-load.ts";

// The load generator: both sides of many calls, by docs/room-protocol.md. One process, told what to do by its parent.

const settleMs = 1000;
const files = JSON.parse(process.argv[2]!) as LoadSource;
const source: MediaSource = replaySource({
  ivf: readFileSync(files.ivf),
  ogg: readFileSync(files.ogg),
  seconds: files.seconds,
});

type Seat = { call: number; as: string; client: RoomClient; received: () => RoomClient["received"] };
let seats: Seat[] = [];
let visitors: RoomVisitor[] = [];
let janus: JanusServer | undefined;
let janusCalls: JanusCall[] = [];
let ticking: NodeJS.Timeout | undefined;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function enter(call: number, at: LoadCall, loss: number | undefined): Promise<void> {
  const [agent, applicant] = await Promise.all(["agent", "applicant"].map((as) => visitRoom({ ...at, as })));
  visitors.push(agent!, applicant!);
  const { room } = await agent!.next("welcome");
  await applicant!.next("welcome");
  if (room.applicant.place !== "admitted") {
    applicant!.send({ type: "knock", name: `Titular ${call}` });
    await agent!.next("room", (told) => told.room.applicant.place === "waiting");
    agent!.send({ type: "admit" });
    await applicant!.next("room", (told) => told.room.applicant.place === "admitted");
  }
  for (const [as, visitor] of [
    ["agent", agent!],
    ["applicant", applicant!],
  ] as const) {
    const client = new RoomClient(`${call}-${as}`, { source, ...(loss === undefined ? {} : { loss }) });
    await client.join((offer) => visitor.join(offer));
    seats.push({ call, as, client, received: () => client.received });
  }
}

async function enterJanus(calls: number, folder: string): Promise<number> {
  const server = (janus ??= await startJanus(folder));
  const numbers = Array.from({ length: calls }, (_, call) => call);
  await Promise.all(
    numbers.map(async (call) => {
      const room = new JanusCall(server, call);
      janusCalls.push(room);
      for (const as of ["agent", "applicant"] as const) {
        const { publisher, received } = await room.enter(as, source);
        seats.push({ call, as, client: publisher, received });
      }
    }),
  );
  return server.pid;
}

function start(): void {
  const began = performance.now() + 50;
  // Real cameras are not synchronous: the sides of the calls are spread over the length of one frame.
  const step = 1000 / 30 / seats.length;
  ticking = setInterval(() => {
    const now = performance.now();
    for (const [n, { client }] of seats.entries()) if (now >= began + n * step) client.tick(now);
  }, 5);
}

function figures(): ClientFigures[] {
  return seats.map(({ call, as, client, received }) => {
    const { frames, sounds, frozenMs } = received();
    return {
      call,
      as,
      sent: { frames: client.sent.frames, sounds: client.sent.sounds },
      received: { frames, sounds, frozenMs },
    };
  });
}

async function leave(): Promise<void> {
  clearInterval(ticking);
  for (const visitor of visitors) {
    visitor.send({ type: "leave" });
    await pause(5);
    visitor.socket.close();
  }
  for (const { client } of seats) client.close();
  for (const call of janusCalls) await call.leave();
  seats = [];
  visitors = [];
  janusCalls = [];
  await pause(500);
}

async function obey(command: LoadCommand): Promise<LoadAnswer> {
  switch (command.type) {
    case "enter":
      for (const [call, at] of command.calls.entries()) await enter(call, at, command.loss);
      return {};
    case "enter-janus":
      return { janusPid: await enterJanus(command.calls, command.folder) };
    case "start":
      start();
      return {};
    case "stats":
      return { figures: figures() };
    case "stop":
      clearInterval(ticking);
      await pause(settleMs);
      return { figures: figures() };
    case "leave":
      await leave();
      return {};
  }
}

process.on("message", (command: LoadCommand) => {
  obey(command).then(
    (answer) => process.send!(answer),
    (error: Error) => process.send!({ error: error.message }),
  );
});
process.on("disconnect", async () => {
  await janus?.stop();
  process.exit(0);
});

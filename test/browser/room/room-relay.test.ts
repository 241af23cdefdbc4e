import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { cleanup } from "node-datachannel";
import { type MediaWorkers, startMediaWorkers } from "../../../src/media/media-workers.ts";
import { iceServersFor } from "../../../src/rooms/passes/turn-credentials.ts";
import { RoomClient, talk } from "../../kit/room/room-client.ts";
import { launchChromium } from "../kit/chromium.ts";

// Debian's coturn judges our credentials; a browser that may use nothing but the relay is seen and recorded.

const secret = "um segredo combinado";
let folder: string;
let media: MediaWorkers;
let relay: ChildProcess;
let port = 0;
/** An address of this machine that a browser gathers on; it does not on loopback. */
const host =
  Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.1";

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "confere-relay-"));
  port = await freePort();
  const flags = ["--use-auth-secret", `--static-auth-secret=${secret}`, "--realm=confere", "--no-tls", "--no-dtls"];
  const place = [`--listening-ip=${host}`, `--relay-ip=${host}`, `--listening-port=${port}`, "--no-cli"];
  const files = ["--allow-loopback-peers", "--log-file=stdout", `--pidfile=${folder}/pid`, `--userdb=${folder}/db`];
  relay = spawn("turnserver", ["-n", ...flags, ...place, ...files], { stdio: "ignore" });
  await answers();
  media = await startMediaWorkers({
    count: 1,
    folder,
    address: host,
    port: 0,
    keyOf: () => "07".repeat(32),
    log: { warn: () => {}, info: () => {} },
  });
});

after(async () => {
  await media?.stop();
  relay?.kill();
  rmSync(folder, { recursive: true, force: true });
  cleanup();
});

/** Asks the relay who we are (STUN binding request, RFC 8489 §6) until it says so. */
async function answers(): Promise<void> {
  const socket = createSocket("udp4");
  const request = Buffer.concat([Buffer.from("000100002112a442", "hex"), Buffer.alloc(12, 5)]);
  const answer = new Promise<void>((resolve) => socket.once("message", () => resolve()));
  const asking = setInterval(() => socket.send(request, port, host), 50);
  const deadline = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error("turnserver did not answer within 10 s")), 10_000).unref(),
  );
  await Promise.race([answer, deadline]).finally(() => {
    clearInterval(asking);
    socket.close();
  });
}

async function freePort(): Promise<number> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, host, resolve));
  const chosen = socket.address().port;
  socket.close();
  return chosen;
}

/** The relay as node-datachannel wants it told. */
function relayed(name: string, shared: string, now: Date, forge: (offer: string) => string): RoomClient {
  const [server] = iceServersFor({ urls: [`turn:${host}:${port}`], secret: shared }, "applicant", now);
  const { username, credential: password } = server!;
  const iceServers = [
    { hostname: host, port, username: username!, password: password!, relayType: "TurnUdp" as const },
  ];
  return new RoomClient(name, { forge, rtc: { iceServers, iceTransportPolicy: "relay", bindAddress: host } });
}

test("our short-lived credentials open the relay, and a browser that may use nothing else is seen and recorded", async () => {
  const agent = new RoomClient("agent", { rtc: { bindAddress: host } });
  await agent.join((offer) => media.join("relayed", "agent", offer, 1, { seat: 0 }));
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.exposeFunction("join", (offer: string) => media.join("relayed", "applicant", offer, 1, { seat: 1 }));
  await page.route("http://localhost/**", (route) => route.fulfill({ contentType: "text/html", body: "<p>" }));
  await page.goto("http://localhost/");
  const iceServers = iceServersFor({ urls: [`turn:${host}:${port}`], secret }, "applicant", new Date());
  const path = page.evaluate(async (servers) => {
    const connection = new RTCPeerConnection({
      iceServers: servers,
      iceTransportPolicy: "relay",
      bundlePolicy: "max-bundle",
    });
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    for (const track of stream.getTracks()) connection.addTransceiver(track);
    const gathered = new Promise((resolve) => {
      connection.onicecandidate = ({ candidate }) => candidate ?? resolve(undefined);
    });
    await connection.setLocalDescription();
    await gathered;
    const { join } = window as unknown as { join(offer: string): Promise<string> };
    await connection.setRemoteDescription({ type: "answer", sdp: await join(connection.localDescription!.sdp) });
    for (let tries = 0; connection.connectionState !== "connected" && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    const entries = [...(await connection.getStats()).values()] as Record<string, string>[];
    const pair = entries.find((entry) => entry["type"] === "candidate-pair" && entry["state"] === "succeeded");
    return `${connection.connectionState} ${entries.find((entry) => entry["id"] === pair?.["localCandidateId"])?.["candidateType"]}`;
  }, iceServers);
  assert.equal(await path, "connected relay");
  for (let tries = 0; agent.received.frames <= 20 && tries < 30; tries++) await talk([agent], 500);
  assert.ok(agent.received.frames > 20, `${agent.received.frames} frames through the relay`);
  await browser.close();
  agent.close();
  const segments = await media.closeRoom("relayed");
  assert.deepEqual(
    segments.map(({ memberId }) => memberId),
    ["agent", "applicant"],
  );
});

test("another secret, or a day-old credential, gets no relay; the right one does", async () => {
  const offerOf = async (name: string, shared: string, now: Date) => {
    let seen = "";
    const client = relayed(name, shared, now, (offer) => (seen = offer));
    await assert.rejects(
      client.join(() => Promise.reject(new Error("seen"))),
      /seen/,
    );
    client.close();
    return seen;
  };
  const old = new Date(Date.now() - 24 * 3_600_000);
  assert.match(await offerOf("right", secret, new Date()), /typ relay/);
  assert.doesNotMatch(await offerOf("foreign", "outro segredo", new Date()), /typ relay/);
  assert.doesNotMatch(await offerOf("old", secret, old), /typ relay/);
});

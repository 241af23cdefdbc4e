import { RoomEngine } from "../../src/browser/call/room-engine.ts";
import type { RoomSide } from "../../src/browser/call/room-link.ts";
import type { RoomPicture } from "../../src/contract/room-wire.ts";

// Either side of a call for the bench, and beside it the fastest call there can be: two connections in one page.
declare global {
  interface Window {
    bench: {
      picture?: RoomPicture;
      call: string;
      open(roomId: string, as: RoomSide): Promise<void>;
      knock(): void;
      /** Admits and gives the moment (ms since the epoch). */
      admit(): number;
      putBack(): void;
      join(): void;
      /** Gives up the media; the recording of this side ends. */
      leave(): void;
      /** Joins as soon as admitted; resolves with the moment of the first frame of the other side. */
      firstFrame(): Promise<number>;
      /** From the click to the first frame between two connections of this page, in ms. */
      loopback(): Promise<number>;
    };
  }
}

const now = () => performance.timeOrigin + performance.now();
let room: RoomEngine;
let local: MediaStream;
let shown: HTMLVideoElement | undefined;
let admitted: (() => void) | undefined;

/** A fresh element each time: a frame of the earlier call must not count. */
function show(stream: MediaStream | undefined): HTMLVideoElement {
  shown?.remove();
  shown = document.createElement("video");
  shown.autoplay = true;
  shown.muted = true;
  shown.srcObject = stream ?? null;
  document.body.append(shown);
  return shown;
}

/** As large and as often as the room sends it, so that both encode the same. */
async function send(connection: RTCPeerConnection, track: MediaStreamTrack): Promise<void> {
  const sender = connection.addTrack(track, local);
  if (track.kind !== "video") return;
  const parameters = sender.getParameters();
  if (parameters.encodings.length === 0) parameters.encodings = [{}];
  const scaleResolutionDownBy = Math.max(1, (track.getSettings().height ?? 480) / 480);
  Object.assign(parameters.encodings[0]!, { maxBitrate: 700_000, maxFramerate: 30, scaleResolutionDownBy });
  await sender.setParameters(parameters);
}

window.bench = {
  call: "idle",
  async open(roomId, as) {
    room = new RoomEngine(roomId, as, {
      room(picture) {
        window.bench.picture = picture;
        if (picture.applicant.place === "admitted") admitted?.();
      },
      call: (state) => (window.bench.call = state),
      remote(streams) {
        // The engine may keep one stream over several calls; the element is a fresh one each time.
        if (streams[0] && shown && shown.srcObject !== streams[0]) shown.srcObject = streams[0];
      },
    });
    show(undefined);
    local = await room.openDevices();
  },
  knock: () => void room.send({ type: "knock", name: "Maria" }),
  admit() {
    const at = now();
    room.send({ type: "admit" });
    return at;
  },
  putBack: () => void room.send({ type: "put-back" }),
  join: () => room.joinCall(),
  leave: () => room.leaveCall(),
  firstFrame() {
    room.leaveCall();
    const video = show(undefined);
    return new Promise((resolve) => {
      video.requestVideoFrameCallback(() => resolve(now()));
      admitted = () => {
        admitted = undefined;
        room.joinCall();
      };
    });
  },
  async loopback() {
    const began = now();
    const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()];
    one.onicecandidate = ({ candidate }) => void other.addIceCandidate(candidate ?? undefined);
    other.onicecandidate = ({ candidate }) => void one.addIceCandidate(candidate ?? undefined);
    for (const track of local.getTracks()) await send(one, track);
    const video = show(undefined);
    const seen = new Promise<number>((resolve) => video.requestVideoFrameCallback(() => resolve(now() - began)));
    other.ontrack = ({ streams }) => (video.srcObject = streams[0]!);
    await one.setLocalDescription();
    await other.setRemoteDescription(one.localDescription!);
    for (const track of local.getTracks()) await send(other, track);
    await other.setLocalDescription();
    await one.setRemoteDescription(other.localDescription!);
    const ms = await seen;
    one.close();
    other.close();
    return ms;
  },
};

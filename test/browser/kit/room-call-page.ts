import { RoomCall } from "../../../src/browser/call/room-call.ts";
import { takeStill } from "../../../src/browser/call/take-still.ts";
import { openDevices } from "../../../src/browser/devices/room-devices.ts";

// The smallest page that holds a call; the test stands in for the WebSocket through two exposed functions.
declare global {
  interface Window {
    sendJoin(offer: string, attempt: number): Promise<string>;
    sendCandidate(candidate: string, mid: string): Promise<void>;
    callState: string;
    callTicks: Record<string, unknown>;
    startCall(): Promise<void>;
    rejoinCall(): void;
    stopCall(): void;
    still(): Promise<{ type: string; width: number; height: number; bytes: number }>;
    framesSeen(): Promise<number>;
  }
}

const video = document.createElement("video");
video.autoplay = true;
video.muted = true;
document.body.append(video);
let local: MediaStream;

const call: RoomCall = new RoomCall(
  {
    join: (offer, attempt) =>
      void window.sendJoin(offer, attempt).then(
        (answer) => call.receiveAnswer(answer, attempt),
        // A refusal of an offer that was replaced meanwhile says nothing of the present one.
        () => attempt === call.attempt && call.rejoin(),
      ),
    candidate: (candidate, mid) => void window.sendCandidate(candidate, mid),
  },
  {
    state: (state) => (window.callState = state),
    remote: ([first]) => (video.srcObject = first ?? null),
    ticks: (ticks) => (window.callTicks = ticks),
  },
  { showsDocuments: true },
);

window.startCall = async () => {
  local = await openDevices();
  call.start(local);
};
window.rejoinCall = () => call.rejoin();
window.stopCall = () => call.close();
window.framesSeen = async () => video.getVideoPlaybackQuality().totalVideoFrames;
window.still = async () => {
  const blob = await takeStill(local);
  const { width, height } = await createImageBitmap(blob);
  return { type: blob.type, width, height, bytes: blob.size };
};

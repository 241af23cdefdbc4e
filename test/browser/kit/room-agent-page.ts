import { RoomEngine } from "../../../src/browser/call/room-engine.ts";
import type { ClientMessage, RoomPicture, ServerMessage } from "../../../src/contract/room-wire.ts";

// The agent's side as far as the room goes; the real screen is the desk's.
declare global {
  interface Window {
    agent: {
      picture?: RoomPicture;
      heard: ServerMessage[];
      call: string;
      send(message: ClientMessage): void;
      join(): Promise<void>;
      frames(): number;
      /** Places of the others' streams that carry something. */
      lanes?: number[];
    };
  }
}

const video = document.createElement("video");
video.autoplay = true;
document.body.append(video);
const roomId = new URLSearchParams(location.search).get("sala")!;
const room = new RoomEngine(roomId, "agent", {
  room: (picture) => (window.agent.picture = picture),
  call: (state) => (window.agent.call = state),
  remote: (streams) => {
    if (video.srcObject !== (streams[0] ?? null)) video.srcObject = streams[0] ?? null;
    window.agent.lanes = streams.flatMap((stream, lane) => (stream ? [lane] : []));
  },
  message: (message) => window.agent.heard.push(message),
});
window.agent = {
  heard: [],
  call: "idle",
  send: (message) => room.send(message),
  join: async () => {
    await room.openDevices();
    room.joinCall();
  },
  frames: () => video.getVideoPlaybackQuality().totalVideoFrames,
};

import "./room-call-page.ts";

// The page of a call that also notes when each frame of the other side was shown (ms since the epoch).
declare global {
  interface Window {
    frameTimes: number[];
  }
}

window.frameTimes = [];
const video = document.querySelector("video")!;
const note = () => {
  window.frameTimes.push(Date.now());
  video.requestVideoFrameCallback(note);
};
video.requestVideoFrameCallback(note);

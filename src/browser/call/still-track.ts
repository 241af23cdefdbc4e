/** What is sent instead of moving pictures on a thin line: the camera's present frame every two seconds. */
const everyMs = 2000;
const longSide = 640;

export type StillTrack = { track: MediaStreamTrack; stop(): void };

/** The camera stays open beside it, so stills for the agent keep their full resolution. */
export function openStillTrack(camera: MediaStreamTrack): StillTrack {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([camera]);
  void video.play();
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d")!;
  const stream = canvas.captureStream(0);
  const track = stream.getVideoTracks()[0] as CanvasCaptureMediaStreamTrack;
  track.contentHint = "detail";
  const draw = () => {
    if (video.videoWidth === 0) return;
    const scale = Math.min(1, longSide / Math.max(video.videoWidth, video.videoHeight));
    const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    pen.drawImage(video, 0, 0, width, height);
    track.requestFrame();
  };
  const timer = setInterval(draw, everyMs);
  video.addEventListener("loadeddata", draw, { once: true });
  return {
    track,
    stop() {
      clearInterval(timer);
      track.stop();
      video.srcObject = null;
    },
  };
}

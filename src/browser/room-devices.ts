/** Camera and microphone of the room. Nothing here talks to the server. */

/** Captured high, so that stills are sharp; the call itself is scaled down (room-call.ts). */
const CAPTURE = { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 30, max: 30 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

export type Facing = "user" | "environment";

/** Rejects with what getUserMedia says; `whyNoDevices` turns that into a word for the page. */
export async function openDevices(facing: Facing = "user"): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ audio: SOUND, video: { ...CAPTURE, facingMode: { ideal: facing } } });
}

export async function openRearCamera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ video: { ...CAPTURE, facingMode: { ideal: "environment" } } });
}

/** Turns the phone's light on or off; false where it has none. */
export async function switchTorch(stream: MediaStream, on: boolean): Promise<boolean> {
  const [track] = stream.getVideoTracks();
  const can = (track?.getCapabilities?.() ?? {}) as { torch?: boolean };
  if (!track || !can.torch) return false;
  await track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  return true;
}

export type DeviceTrouble = "blocked" | "missing" | "busy" | "insecure";

export function whyNoDevices(error: unknown): DeviceTrouble {
  if (!navigator.mediaDevices) return "insecure";
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "blocked";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  return "busy";
}

/** The other camera of a phone. The microphone stays; the old picture's track is stopped first, phones hold one camera. */
export async function flipCamera(stream: MediaStream): Promise<MediaStreamTrack> {
  const [old] = stream.getVideoTracks();
  const facing: Facing = old?.getSettings().facingMode === "environment" ? "user" : "environment";
  old?.stop();
  const next = await navigator.mediaDevices.getUserMedia({ video: { ...CAPTURE, facingMode: { ideal: facing } } });
  const [track] = next.getVideoTracks();
  if (old) stream.removeTrack(old);
  stream.addTrack(track!);
  return track!;
}

/** Whether there is another camera to turn to; only known once one was allowed. */
export async function canFlip(): Promise<boolean> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === "videoinput").length > 1;
}

type PhotoTaker = { takePhoto(): Promise<Blob> };
declare const ImageCapture: { new (track: MediaStreamTrack): PhotoTaker } | undefined;

/**
 * The best still the device can make: a photograph where the browser has takePhoto (up to the sensor's size), else the
 * present frame at capture resolution. Always JPEG.
 */
export async function takeStill(stream: MediaStream): Promise<Blob> {
  const [track] = stream.getVideoTracks();
  if (!track) throw new Error("no picture to take");
  if (typeof ImageCapture !== "undefined" && track.readyState === "live" && !("canvas" in track)) {
    const photo = await within(4000, new ImageCapture(track).takePhoto()).catch(() => undefined); // the frame below is the cure
    if (photo) return photo.type === "image/jpeg" ? photo : jpegOf(await createImageBitmap(photo));
  }
  return jpegOf(await frameOf(track));
}

async function frameOf(track: MediaStreamTrack): Promise<HTMLVideoElement> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  await video.play();
  await new Promise<void>((resolve) => video.requestVideoFrameCallback(() => resolve()));
  return video;
}

async function jpegOf(picture: ImageBitmap | HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = "videoWidth" in picture ? picture.videoWidth : picture.width;
  canvas.height = "videoHeight" in picture ? picture.videoHeight : picture.height;
  canvas.getContext("2d")!.drawImage(picture, 0, 0);
  if ("srcObject" in picture) picture.srcObject = null;
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.92),
  );
}

/** Some phones never answer takePhoto while a call runs. */
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return Promise.race([work, new Promise<never>((_, reject) => setTimeout(() => reject(new Error("too slow")), ms))]);
}

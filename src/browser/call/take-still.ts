import { answerWithin } from "../tab/answer-within.ts";

type PhotoTaker = { takePhoto(): Promise<Blob> };
declare const ImageCapture: { new (track: MediaStreamTrack): PhotoTaker } | undefined;

/** Some phones never answer takePhoto while a call runs. */
const photoMs = 4000;
const frameMs = 5000;

/**
 * The best still the device can make: a photograph where the browser has takePhoto (up to the sensor's size), else the
 * present frame at capture resolution. Always JPEG.
 */
export async function takeStill(stream: MediaStream): Promise<Blob> {
  const [track] = stream.getVideoTracks();
  if (!track) throw new Error("no picture to take");
  if (typeof ImageCapture !== "undefined" && track.readyState === "live" && !("canvas" in track)) {
    const photo = await answerWithin(photoMs, new ImageCapture(track).takePhoto()).catch(() => undefined); // the frame below is the cure
    if (photo) return photo.type === "image/jpeg" ? photo : jpegOf(await createImageBitmap(photo));
  }
  return jpegOf(await frameOf(track));
}

async function frameOf(track: MediaStreamTrack): Promise<HTMLVideoElement> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  const shown = new Promise<void>((resolve) => video.requestVideoFrameCallback(() => resolve()));
  // A camera that delivers no frames gives no picture: taking it then fails instead of waiting for ever.
  await answerWithin(frameMs, Promise.all([video.play(), shown]));
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

/**
 * Stands in for a camera in the demonstration: a drawn figure that says what it is, and a quiet tone.
 * Its label is part of the picture, so that no recording of it can be taken for a person.
 */
export function openTestPicture(name: string): MediaStream {
  const canvas = document.createElement("canvas");
  canvas.width = 1280;
  canvas.height = 720;
  const pen = canvas.getContext("2d")!;
  let frame = 0;
  const timer = setInterval(() => draw(pen, name, frame++), 1000 / 15);
  draw(pen, name, frame);
  const stream = canvas.captureStream(15);
  const audio = new AudioContext();
  addEventListener("pointerdown", () => void (audio.state === "suspended" && audio.resume()), { once: true });
  const out = audio.createMediaStreamDestination();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = 220;
  volume.gain.value = 0.01;
  tone.connect(volume).connect(out);
  tone.start();
  const [sound] = out.stream.getAudioTracks();
  stream.addTrack(sound!);
  const [picture] = stream.getVideoTracks();
  const stop = picture!.stop.bind(picture);
  picture!.stop = () => {
    clearInterval(timer);
    tone.stop();
    void audio.close();
    stop();
  };
  return stream;
}

function draw(pen: CanvasRenderingContext2D, name: string, frame: number): void {
  const { width, height } = pen.canvas;
  pen.fillStyle = "#dfe7ee";
  pen.fillRect(0, 0, width, height);
  const sway = Math.sin(frame / 12) * 14;
  pen.fillStyle = "#51677a";
  pen.beginPath();
  pen.ellipse(width / 2 + sway, height * 0.98, 270, 230, 0, Math.PI, 0);
  pen.fill();
  pen.fillStyle = "#c99f7c";
  pen.beginPath();
  pen.ellipse(width / 2 + sway, height * 0.42, 118, 150, 0, 0, Math.PI * 2);
  pen.fill();
  pen.fillStyle = "#33271f";
  for (const side of [-1, 1]) {
    pen.beginPath();
    pen.ellipse(width / 2 + sway + side * 44, height * 0.38, 11, frame % 60 < 3 ? 1 : 11, 0, 0, Math.PI * 2);
    pen.fill();
  }
  pen.lineWidth = 6;
  pen.strokeStyle = "#33271f";
  pen.beginPath();
  pen.arc(width / 2 + sway, height * 0.47, 40, 0.2, Math.PI - 0.2);
  pen.stroke();
  pen.fillStyle = "#17324a";
  pen.fillRect(0, 0, width, 74);
  pen.fillStyle = "#ffffff";
  pen.font = "600 40px sans-serif";
  pen.textAlign = "center";
  pen.fillText("Imagem de teste", width / 2, 52);
  pen.font = "28px sans-serif";
  pen.fillStyle = "#17324a";
  pen.fillText(`${name} · ${new Date().toLocaleTimeString("pt-BR")}`, width / 2, 116);
}

/** What the browser answers a page that asks for a device. "never": a question nobody answers, or a driver that hangs. */
export type GateAnswer = "open" | "never" | { name: string; message: string };

declare global {
  interface Window {
    gate: {
      /** For every kind of device at once. */
      answer: GateAnswer;
      /** Lets all come in that "never" kept waiting. */
      release(): void;
      lists: "open" | "never";
      /** What a track does when the system takes it for a phone call, and when it gives it back. */
      hold(track: MediaStreamTrack, held: boolean): void;
      /** The cable is pulled. */
      end(video: string, kind: "audio" | "video"): void;
      own(video: string): MediaStream;
      /** The track in a page's own picture that still runs. */
      live(video: string, kind: "audio" | "video"): MediaStreamTrack | undefined;
    };
    /** A test that wants another first answer sets it before this script runs. */
    firstAnswer?: GateAnswer;
  }
}

const { mediaDevices } = navigator;
// An empty first page is no secure one and has no devices.
if (mediaDevices) {
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  const list = mediaDevices.enumerateDevices.bind(mediaDevices);
  let waiting: (() => void)[] = [];
  window.gate = {
    answer: window.firstAnswer ?? "open",
    release() {
      for (const one of waiting) one();
      waiting = [];
    },
    lists: "open",
    hold(track, held) {
      Object.defineProperty(track, "muted", { value: held, configurable: true });
      track.dispatchEvent(new Event(held ? "mute" : "unmute"));
    },
    end(video, kind) {
      const track = window.gate.live(video, kind)!;
      track.stop();
      track.dispatchEvent(new Event("ended"));
    },
    own: (video) => (document.getElementById(video) as HTMLVideoElement).srcObject as MediaStream,
    live: (video, kind) =>
      window.gate
        .own(video)
        ?.getTracks()
        .find((track) => track.kind === kind && track.readyState === "live"),
  };
  mediaDevices.getUserMedia = async (constraints) => {
    const { answer } = window.gate;
    if (answer === "never") await new Promise<void>((resolve) => waiting.push(resolve));
    else if (answer !== "open") throw new DOMException(answer.message, answer.name);
    return open(constraints);
  };
  mediaDevices.enumerateDevices = () => (window.gate.lists === "open" ? list() : new Promise(() => {}));
}

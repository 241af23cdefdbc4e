/** Sounds without files: one context for the page, since phones give out few. */
let context: AudioContext | undefined;

function opened(): AudioContext {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
  return context;
}

/** Plays tones one after the other; `volume` 0–1. Resolves when the last has ended. */
export async function play(frequencies: number[], eachMs = 160, volume = 0.15): Promise<void> {
  const audio = opened();
  const gain = audio.createGain();
  gain.gain.value = volume;
  gain.connect(audio.destination);
  frequencies.forEach((frequency, index) => {
    const tone = audio.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    const from = audio.currentTime + (index * eachMs * 1.3) / 1000;
    tone.start(from);
    tone.stop(from + eachMs / 1000);
  });
  await new Promise((resolve) => setTimeout(resolve, frequencies.length * eachMs * 1.3));
  gain.disconnect();
}

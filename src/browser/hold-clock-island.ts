// Counts a held slot down beside the words that the page already has, and says it aloud two minutes before the end.
const box = document.querySelector<HTMLElement>("[data-hold-seconds]");
const left = box?.querySelector<HTMLElement>("[data-hold-left]");
const says = box?.querySelector<HTMLElement>("[data-hold-says]");
// Seconds from the server, not a time: the clock of a phone may be wrong.
const given = Number(box?.dataset["holdSeconds"]);
const start = performance.now();
const warnBefore = 120;

function show(): void {
  const seconds = Math.max(0, Math.round(given - (performance.now() - start) / 1000));
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (left) left.textContent = ` (faltam ${clock})`;
  if (!says) return;
  if (seconds === 0) says.textContent = "A reserva do horário terminou. Escolha o horário de novo.";
  else if (seconds <= warnBefore) says.textContent ||= "Faltam 2 minutos para a reserva do horário terminar.";
}

if (box && !Number.isNaN(given)) {
  show();
  setInterval(show, 1000);
}

export {};

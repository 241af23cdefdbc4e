import * as replayIds from "../../../contract/page-ids/replay-ids.ts";
import type { RecordingFact } from "../../../proofing/proofing.ts";
import type { Replay } from "../../../proofing/replay/replay-reads.ts";
import type { Span } from "../../../proofing/replay/time-line.ts";
import { Button, Notice } from "../../ui/components.tsx";
import { told } from "../../ui/told.ts";
import type { CaseFacts } from "./case-facts.ts";
import { lineTime, type MarkKind, markKind, markWords } from "./mark-words.ts";
import { Pane } from "./pane.tsx";

const memberWords: Record<RecordingFact["member"], string> = {
  applicant: "Titular",
  agent: "Agente",
  camera: "Celular do titular",
  interpreter: "Intérprete",
  supervisor: "Supervisor",
};
const memberOrder = Object.keys(memberWords) as RecordingFact["member"][];
/** How long before an act a jump leads: whoever jumps there sees all of the act that the rules ask for. */
export const leadMs = ({ content }: CaseFacts): number => content.verification.replay.marginSeconds * 1000 + 500;

type Momento = { atMs: number; kind: MarkKind; words: string };

/** Marks of the room's acts with the breaks of the recording among them, in the order of the line. */
function moments(facts: CaseFacts, replay: Replay): Momento[] {
  const { steps } = facts.content.script;
  const positions = new Map(facts.proofing?.questions.map(({ question, position }) => [question, position]));
  const acts = replay.marks.map((mark) => ({
    atMs: mark.atMs,
    kind: markKind(mark),
    words: markWords(mark, steps, positions),
  }));
  const breaks = replay.line!.breaks.map(({ fromMs, toMs }) => ({
    atMs: fromMs,
    kind: "break" as const,
    words: `Interrupção: ${Math.round((toMs - fromMs) / 1000)} s sem gravação dos dois lados`,
  }));
  const single = (["applicant", "agent"] as const).flatMap((member) => {
    const own = replay.line!.pieces.filter((piece) => piece.member === member);
    return own.slice(1).map(({ fromMs }, i) => ({
      atMs: own[i]!.toMs,
      kind: "break" as const,
      words: `${memberWords[member]} caiu e voltou após ${Math.max(1, Math.round((fromMs - own[i]!.toMs) / 1000))} s`,
    }));
  });
  return [...acts, ...breaks, ...single].sort((a, b) => a.atMs - b.atMs);
}

/** Both pictures and both voices of the sitting by one clock, with everything that happened marked on one line. */
export function ReplayPane(props: { facts: CaseFacts; replay: Replay; report?: string }) {
  const { facts, replay, report } = props;
  const { line } = replay;
  if (!line || !replay.ready)
    return (
      <Pane title="gravacao-titulo">
        <h2 id="gravacao-titulo">Gravação</h2>
        <div id={replayIds.recordingAwaited}>
          <Notice tone="warn">
            <p>A gravação ainda está sendo guardada. Esta página abre sozinha assim que estiver pronta.</p>
          </Notice>
        </div>
      </Pane>
    );
  const members = memberOrder.filter((member) => line.pieces.some((piece) => piece.member === member));
  const { fastest } = facts.content.verification.replay;
  return (
    <Pane title="gravacao-titulo">
      <h2 id="gravacao-titulo">Gravação: os dois lados juntos</h2>
      <div
        id={replayIds.film}
        {...told({
          length: String(Math.round(line.lengthMs)),
          pieces: JSON.stringify(line.pieces),
          recorded: JSON.stringify(line.recorded),
          skip: JSON.stringify(replay.leftOut),
          report,
        })}
      >
        <div class="sides">
          {members.map((member) => (
            <figure key={member} {...told({ member })}>
              {/* biome-ignore lint/a11y/useMediaCaption: the recording is evidence as it was made */}
              <video class="side" playsInline preload="auto" aria-label={`Gravação: ${memberWords[member]}`} />
              <figcaption>
                {memberWords[member]} <span class="off">sem gravação neste instante</span>
              </figcaption>
            </figure>
          ))}
        </div>
        <p id={replayIds.filmState} class="hint" role="status" />
        <div class="line">
          <TimeLineBar replay={replay} />
          <div id={replayIds.strokes} aria-hidden="true" />
          <input
            id={replayIds.position}
            type="range"
            min={0}
            max={Math.round(line.lengthMs)}
            step={100}
            value={0}
            aria-label="Posição na gravação"
          />
        </div>
        <div class="row controls">
          <Button type="button" small id={replayIds.play}>
            Reproduzir
          </Button>
          <Button type="button" small kind="secondary" id={replayIds.back}>
            −5 s<span class="visually-hidden"> Voltar 5 segundos</span>
          </Button>
          <Button type="button" small kind="secondary" id={replayIds.forward}>
            +5 s<span class="visually-hidden"> Avançar 5 segundos</span>
          </Button>
          <output id={replayIds.clock} class="number">
            0:00 / {lineTime(line.lengthMs)}
          </output>
          <span class="control">
            <label class="small" for={replayIds.speed}>
              Velocidade
            </label>
            <select id={replayIds.speed}>
              {[1, 1.25, 1.5, 1.75, 2]
                .filter((rate) => rate <= fastest)
                .map((rate) => (
                  <option key={rate} value={rate}>
                    {String(rate).replace(".", ",")}×
                  </option>
                ))}
            </select>
          </span>
          <span class="control">
            <label class="small" for={replayIds.volume}>
              Som
            </label>
            <input id={replayIds.volume} type="range" min={0} max={1} step={0.05} value={1} />
          </span>
        </div>
      </div>
      <p id={replayIds.trouble} class="error-words" role="alert" />
      <h3>Momentos</h3>
      <ol class="moments" id={replayIds.moments}>
        {moments(facts, replay).map(({ atMs, kind, words }, i) => (
          <li key={`${atMs}-${i}`} {...told({ kind, mark: String(Math.round(atMs)) })}>
            <button type="button" {...told({ at: String(Math.max(0, Math.round(atMs - leadMs(facts)))) })}>
              <span class="number">{lineTime(atMs)}</span> {words}
            </button>
          </li>
        ))}
      </ol>
    </Pane>
  );
}

/** Which side was recorded when, what is asked for, what was watched: one bar under the marks. */
export function TimeLineBar({ replay }: { replay: Replay }) {
  const line = replay.line!;
  const scale = 1000 / Math.max(1, line.lengthMs);
  const bars = (spans: readonly Span[], kind: string, y: number, height: number) =>
    spans.map(({ fromMs, toMs }) => (
      <rect
        key={`${kind}-${fromMs}`}
        class={kind}
        x={(fromMs * scale).toFixed(1)}
        y={y}
        width={Math.max(1, (toMs - fromMs) * scale).toFixed(1)}
        height={height}
      />
    ));
  const of = (member: string) => line.pieces.filter((piece) => piece.member === member);
  return (
    <svg
      id={replayIds.strip}
      {...told({ swap: true })}
      viewBox="0 0 1000 30"
      preserveAspectRatio="none"
      role="img"
      aria-label="Linha do tempo: gravação do titular e do agente, o que a regra pede e o que já foi assistido"
    >
      {bars([{ fromMs: 0, toMs: line.lengthMs }], "ground", 0, 30)}
      {bars(of("applicant"), "holder", 1, 8)}
      {bars(of("agent"), "agent", 11, 8)}
      {bars(replay.parts, "key", 21, 8)}
      {bars(replay.leftOut, "left-out", 0, 20)}
      {bars(replay.state.watched, "watched", 21, 8)}
    </svg>
  );
}

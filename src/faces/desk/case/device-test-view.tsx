import { type Readiness, readinessChecks, readinessFaults } from "../../../rooms/readiness/readiness.ts";
import { Tag } from "../../ui/components.tsx";
import { checkTitles, scoreWords, verdictTones, verdictWords } from "../../ui/readiness-words.ts";

type Props = { readiness: Readiness | undefined; testPicture?: boolean; brief?: boolean };

/** What the holder's page measured, for the queue (`brief`) and for the case. */
export function DeviceTest({ readiness, testPicture, brief }: Props) {
  const picture = testPicture ? <Tag tone="warn">Imagem de teste</Tag> : null;
  if (!readiness) return picture ?? <Tag tone="idle">Sem teste</Tag>;
  const { score, findings } = readiness;
  const faults = readinessFaults(findings);
  const tag = <Tag tone={scoreWords(score).tone}>{score} de 100</Tag>;
  if (brief)
    return (
      <>
        {picture ?? tag}
        {faults.length > 0 && <span class="hint block">{faults.map((check) => checkTitles[check]).join(", ")}</span>}
      </>
    );
  return (
    <>
      {picture ?? tag}
      <details>
        <summary>{faults.length > 0 ? faults.map((check) => checkTitles[check]).join(", ") : "Tudo bom"}</summary>
        <ul class="plain small">
          {readinessChecks.map((check) => {
            const found = findings[check];
            return (
              found && (
                <li key={check}>
                  <Tag tone={verdictTones[found.verdict]}>{verdictWords[found.verdict]}</Tag> {checkTitles[check]}:{" "}
                  {found.value}
                </li>
              )
            );
          })}
        </ul>
      </details>
    </>
  );
}

/** True where the holder came with the demonstration's drawn picture instead of a camera. */
export function isTestPicture(deviceTest: Record<string, unknown> | undefined): boolean {
  return deviceTest?.["testPicture"] === true;
}

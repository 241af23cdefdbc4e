import { deadlineOwners } from "../../../watch/deadlines/deadline.ts";
import type { DeadlineRow } from "../../../watch/deadlines/deadline-reads.ts";
import { clockTone, deadlineNames, deadlineOwnerNames, leftWords } from "../../deadline-words.ts";
import { Tag } from "../../ui/components.tsx";
import { formatDayAndTime } from "../../ui/dates.ts";

/** The dates that run in this AR: the next first, with who must act. What passes becomes a task above. */
export function RunningDates({ rows, now }: { rows: DeadlineRow[]; now: Date }) {
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="prazos">
      <h2 id="prazos">Prazos que correm</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <div class="scroll-x" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Prazo</th>
              <th scope="col">Titular</th>
              <th scope="col">Pedido</th>
              <th scope="col">Com quem está</th>
              <th scope="col">Até</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>
                  {deadlineNames[row.kind]} <Tag tone={clockTone(row, now)}>{leftWords(row.dueAt, now)}</Tag>
                </td>
                <td>{row.applicantName}</td>
                <td class="number">{row.orderNumber}</td>
                <td>{deadlineOwnerNames[deadlineOwners[row.kind]]}</td>
                <td>{formatDayAndTime(row.dueAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

import type { ComponentChildren } from "preact";

/** One column: `cell` draws what it shows of a row. */
type Column<Row> = { title: string; cell(row: Row): ComponentChildren };

/** Rows under headings; on a phone each row is a block of its own, with the headings beside its values. */
export function DataTable<Row>(props: {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf(row: Row): string | number;
}) {
  const { caption, columns, rows, keyOf } = props;
  return (
    <div class="scroll-x">
      <table class="stack">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title }) => (
              <th scope="col" key={title}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ title, cell }) => (
                <td key={title} data-label={title}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

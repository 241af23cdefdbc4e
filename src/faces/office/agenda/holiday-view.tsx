import {
  officeAgendaPath,
  officeHolidayEndPath,
  officeHolidaysPath,
  officeTeamPath,
} from "../../../contract/office-addresses.ts";
import type { Holiday } from "../../../scheduling/agenda/agenda-reads.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { stillBooked } from "../../staff/time-off-words.ts";
import { BackLink, Button, ErrorSummary, Field, Notice, Tag } from "../../ui/components.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { formatDay, noonOf } from "../../ui/dates.ts";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";

type HolidayRow = Holiday & { booked: number; coming: boolean };

const levelWords = { national: "Nacional", state: "Do estado", own: "Da AR" };

function Booked({ day, booked }: { day: string; booked: number }) {
  if (booked === 0) return <>Nenhum</>;
  return (
    <a href={`${officeAgendaPath()}?dia=${day}`}>
      {booked}
      <span class="visually-hidden"> em {formatDay(noonOf(day))}, ver na agenda</span>
    </a>
  );
}

function Removal({ row: { day, name } }: { row: HolidayRow }) {
  return (
    <form method="post" action={officeHolidayEndPath(day)}>
      <Button kind="secondary" small>
        Tirar<span class="visually-hidden"> {name}</span>
      </Button>
    </form>
  );
}

function Holidays(props: { caption: string; rows: HolidayRow[]; manages: boolean }) {
  const { caption, rows, manages } = props;
  const whose = (row: HolidayRow) => (
    <span class="row">
      <Tag tone={row.level === "own" ? "info" : "idle"}>{levelWords[row.level]}</Tag>
      {manages && row.level === "own" && row.coming && <Removal row={row} />}
    </span>
  );
  return (
    <DataTable
      caption={caption}
      rows={rows}
      keyOf={({ day, level }) => `${day}${level}`}
      columns={[
        { title: "Dia", cell: (row) => <strong>{formatDay(noonOf(row.day))}</strong> },
        { title: "Feriado", cell: (row) => row.name },
        { title: "De quem", cell: whose },
        { title: "Já marcados", cell: (row) => (row.coming ? <Booked {...row} /> : "Passou") },
      ]}
    />
  );
}

/** `change`: what was just done, and how many appointments lie on that day. */
export function HolidaysView(props: {
  frame: OfficeFrame;
  rows: HolidayRow[];
  change?: { added: boolean; day: string; booked: number } | undefined;
  errors?: FormErrors | undefined;
  values?: FormValues | undefined;
}) {
  const { frame, rows, change, errors, values } = props;
  const coming = rows.filter((row) => row.coming);
  const past = rows.filter((row) => !row.coming);
  const years = [...new Set(coming.map(({ day }) => day.slice(0, 4)))];
  return (
    <OfficePage frame={frame} section="agenda" title="Feriados">
      <BackLink href={officeAgendaPath()} text="Agenda" />
      <h1>Feriados</h1>
      {change && (
        <Notice tone={change.added && change.booked > 0 ? "warn" : "ok"} live>
          <p>
            {change.added
              ? `Incluído: em ${formatDay(noonOf(change.day))} a AR não atende. `
              : `Tirado: ${formatDay(noonOf(change.day))} volta a ser um dia normal. `}
            {change.added && change.booked > 0 && (
              <>
                {stillBooked(change.booked, "nesse dia")}
                <a href={`${officeAgendaPath()}?dia=${change.day}`}>Ver na agenda</a>
              </>
            )}
          </p>
        </Notice>
      )}
      <ErrorSummary errors={errors} />
      <p>
        Nestes dias nenhum horário da AR é vendido. Incluir um feriado não desmarca ninguém: o que já está marcado
        continua, e você decide na agenda. Tirar um feriado põe o dia de volta à venda. Para atender num deles, mude o
        dia na <a href={officeTeamPath()}>agenda da pessoa</a>.
      </p>
      {frame.manages && (
        <section class="narrow" aria-labelledby="novo-feriado">
          <h2 id="novo-feriado">Incluir um feriado da AR</h2>
          <form method="post" action={officeHolidaysPath()} novalidate>
            <Field name="dia" label="Dia" type="date" size="short" value={values?.["dia"]} errors={errors} />
            <Field
              name="nome"
              label="Nome do feriado"
              hint="Exemplo: aniversário da cidade"
              value={values?.["nome"]}
              errors={errors}
              autocomplete="off"
            />
            <Button>Incluir</Button>
          </form>
        </section>
      )}
      {years.map((year) => (
        <section key={year} aria-labelledby={`ano-${year}`}>
          <h2 id={`ano-${year}`}>{year}</h2>
          <Holidays
            caption={`Feriados de ${year} que vêm`}
            rows={coming.filter(({ day }) => day.startsWith(year))}
            manages={frame.manages}
          />
        </section>
      ))}
      {past.length > 0 && (
        <details>
          <summary>Já passaram neste ano: {past.length}</summary>
          <Holidays caption="Feriados que já passaram" rows={past} manages={false} />
        </details>
      )}
    </OfficePage>
  );
}

import { orderPath, orderSlotMovePath, orderSlotPath } from "../../../contract/holder-addresses.ts";
import { inLanguage, type Language } from "../../../scheduling/agenda/language.ts";
import type { Appointment } from "../../../scheduling/appointments/appointment.ts";
import type { FormErrors } from "../../form.ts";
import { BackLink, Button, ErrorSummary, LinkButton, Notice, Summary } from "../../ui/components.tsx";
import { formatDayAndTime } from "../../ui/dates.ts";
import { ApplicantPage, type Frame, RaCard } from "../applicant-page.tsx";

/** The time that was chosen in place of the booked one; its language stays unless another was chosen. */
export type Wanted = { startsAt: Date; language: Language | undefined };

const words = (startsAt: Date, language: Language) => `${formatDayAndTime(startsAt)} (Brasília)${inLanguage(language)}`;

/** From which time to which: asked once before anything changes, because the old time goes to somebody else at once. */
export function RescheduleView(props: {
  frame: Frame;
  number: string;
  open: Appointment;
  wanted: Wanted;
  errors?: FormErrors;
}) {
  const { frame, number, open, wanted, errors } = props;
  const here = orderSlotPath(number);
  const language = wanted.language ?? open.language;
  const title = "Confirma o novo horário?";
  return (
    <ApplicantPage frame={frame} title={errors ? `Erro: ${title}` : title} sheets={["shop.css"]}>
      <BackLink href={here} text="Escolher outro" />
      <ErrorSummary errors={errors} />
      <h1>{title}</h1>
      <Summary
        rows={[
          { term: "De", value: words(open.startsAt, open.language) },
          { term: "Para", value: <strong>{words(wanted.startsAt, language)}</strong> },
        ]}
      />
      {errors ? (
        <div class="actions">
          <LinkButton href={here} kind="secondary">
            Escolher outro horário
          </LinkButton>
          <LinkButton href={orderPath(number)} kind="quiet">
            Voltar ao pedido
          </LinkButton>
        </div>
      ) : (
        <>
          <p>Ao confirmar, o horário antigo é liberado na hora e o convite do calendário se atualiza. Não tem custo.</p>
          <form method="post" action={orderSlotMovePath(number)} class="actions">
            <input type="hidden" name="horario" value={wanted.startsAt.toISOString()} />
            {wanted.language && <input type="hidden" name="idioma" value={wanted.language} />}
            <input type="hidden" name="de" value={open.id} />
            <Button>Confirmar a mudança</Button>
            <LinkButton href={orderPath(number)} kind="secondary">
              Não mudar
            </LinkButton>
          </form>
        </>
      )}
      <RaCard ra={frame.ra} />
    </ApplicantPage>
  );
}

/** On the order's page, right after a change. */
export function RescheduledNotice({ open }: { open: Appointment | undefined }) {
  if (open?.status !== "booked") return null;
  return (
    <Notice tone="ok" live title="Horário mudado">
      <p>
        Agora está marcado para <strong>{words(open.startsAt, open.language)}</strong>. O convite novo vai para o seu
        e-mail; o horário antigo não vale mais.
      </p>
    </Notice>
  );
}

import type { ComponentChildren } from "preact";
import type { Appointment } from "../../scheduling/appointments/appointment.ts";
import { Button, LinkButton, Notice } from "../ui/components.tsx";
import { formatDayAndTime, formatTime } from "../ui/dates.ts";
import { told } from "../ui/told.ts";

type Time = Pick<Appointment, "startsAt">;

/**
 * The hold's clock: words without script, counting with it, and at zero what happened and the way on, to be seen. One
 * more time is one key away (WCAG 2.2.1).
 */
export function HoldClock(props: {
  hold: Appointment;
  several?: boolean;
  now: Date;
  extendAction: string;
  /** What stands in its place at zero. */
  over: ComponentChildren;
}) {
  const { hold, several, now, extendAction, over } = props;
  if (!hold.holdExpiresAt) return null;
  return (
    <div {...told({ holdSeconds: Math.round((hold.holdExpiresAt.getTime() - now.getTime()) / 1000) })}>
      <div class="notice warn" {...told({ holdLives: true })}>
        <p>
          {several ? "Seus horários estão reservados" : "Seu horário está reservado"} até as{" "}
          <strong>{formatTime(hold.holdExpiresAt)}</strong>
          <span {...told({ holdLeft: true })} aria-hidden="true" />. Conclua o pagamento até lá.
        </p>
        {!hold.holdExtended && (
          <form method="post" action={extendAction}>
            <Button kind="secondary" small>
              Preciso de mais tempo
            </Button>
          </form>
        )}
      </div>
      <div {...told({ holdOver: true })} hidden>
        {over}
      </div>
      <p class="visually-hidden" role="status" {...told({ holdSays: true })} />
    </div>
  );
}

/** A time whose hold ran out, by its day and hour; `children` say what can be done, `otherTime` is where to choose. */
export function LostTime(props: { lost: Time; several?: boolean; otherTime?: string; children: ComponentChildren }) {
  const { lost, several, otherTime, children } = props;
  const what = several ? "dos horários a partir de" : "de";
  return (
    <Notice tone="warn" title={`A reserva ${what} ${formatDayAndTime(lost.startsAt)} terminou`}>
      {children}
      {otherTime && (
        <p>
          <LinkButton href={otherTime} kind="secondary">
            Escolher outro horário
          </LinkButton>
        </p>
      )}
    </Notice>
  );
}

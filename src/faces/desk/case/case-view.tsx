import { deskCasePath } from "../../../contract/desk-addresses.ts";
import * as callIds from "../../../contract/page-ids/call-ids.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { told } from "../../ui/told.ts";
import { type DeskFrame, DeskPage } from "../desk-page.tsx";
import type { CaseFacts } from "../evidence/case-facts.ts";
import { CallElsewhere } from "./call-elsewhere-view.tsx";
import { Call, CallBar, InterpreterInvitation, OtherWindow } from "./call-view.tsx";
import { CaseData } from "./case-data-view.tsx";
import { CasePapers, type PaperShown } from "./case-papers-view.tsx";
import { CaseScript } from "./case-script-view.tsx";

/** Three panes on one screen: the case, the document beside the live picture, the script. */
export function CaseView(props: {
  frame: DeskFrame;
  facts: CaseFacts;
  shown: PaperShown;
  errors?: FormErrors | undefined;
  /** What was typed into the form that came back. */
  values?: FormValues | undefined;
}) {
  const { frame, facts, shown, errors, values } = props;
  const { room } = facts;
  const address = deskCasePath(room.id);
  return (
    <DeskPage
      frame={frame}
      title={`Atendimento de ${facts.order.applicantName}`}
      section="queue"
      islands={room.elsewhere ? [] : ["desk-call-island"]}
      address={address}
      sheets={["call-desk.css"]}
      bare
    >
      <h1 class="visually-hidden">Atendimento de {facts.order.applicantName}</h1>
      <div
        id={callIds.page}
        class="case"
        {...told({ room: room.id, name: frame.agent.name, endsAt: room.endsAt.toISOString() })}
      >
        <CaseData facts={facts} />
        <div class="compare" id={callIds.centre} {...told({ zoom: "1" })}>
          <CasePapers facts={facts} shown={shown} address={address} mayReview typed={{ errors, values }} />
          {room.elsewhere ? <CallElsewhere facts={facts} /> : <Call facts={facts} demo={frame.demo} />}
        </div>
        <CaseScript facts={facts} errors={errors} />
      </div>
      {!room.elsewhere && (
        <>
          <CallBar facts={facts} />
          <InterpreterInvitation />
          <OtherWindow />
        </>
      )}
    </DeskPage>
  );
}

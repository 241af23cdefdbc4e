import { officeDeviceArrivalPath, officeDeviceSendingPath } from "../../../contract/office-addresses.ts";
import { formatPhone } from "../../../orders/applicant/applicant.ts";
import type { DeviceRow } from "../../../shipping/shipping-reads.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { Button, Empty, ErrorSummary, Tag } from "../../ui/components.tsx";
import { formatInstant } from "../../ui/dates.ts";
import { type OfficeFrame, OfficePage } from "../office-page.tsx";

type Again = { orderId: string; errors: FormErrors; values: FormValues };

export function DevicesView(props: {
  frame: OfficeFrame;
  devices: DeviceRow[];
  ships: boolean;
  again: Again | undefined;
}) {
  const { frame, devices, ships, again } = props;
  const summary =
    again && Object.fromEntries(Object.entries(again.errors).map(([name, said]) => [`${name}-${again.orderId}`, said]));
  return (
    <OfficePage frame={frame} section="devices" title="Mídias">
      <h1>Mídias</h1>
      <p>
        Cartões e tokens de quem já teve a identidade confirmada. O titular recebe um e-mail quando você registra o
        envio e a entrega. A emissão na mídia será feita com o assistente: oriente o titular por telefone.
      </p>
      <ErrorSummary errors={summary} />
      {devices.length === 0 && <Empty>Nenhuma mídia espera por você.</Empty>}
      {devices.map((device) => (
        <Device
          key={device.orderId}
          device={device}
          ships={ships}
          again={again?.orderId === device.orderId ? again : undefined}
        />
      ))}
    </OfficePage>
  );
}

function Device({ device, ships, again }: { device: DeviceRow; ships: boolean; again: Again | undefined }) {
  const { orderId, orderNumber, applicantName, phone, productName, shippedAt, deliveredAt } = device;
  return (
    <article class="card" aria-labelledby={`midia-${orderId}`}>
      <h2 id={`midia-${orderId}`}>
        {applicantName} · <span class="number">{orderNumber}</span>
      </h2>
      <p>
        {stateTag(device)} {productName}, {device.device === "card" ? "cartão" : "token"}. Identidade confirmada em{" "}
        {formatInstant(device.confirmedAt)}.{phone && ` Telefone ${formatPhone(phone)}.`}
      </p>
      {shippedAt && (
        <p>
          {device.carrier}, código <strong class="number">{device.trackingCode}</strong>, em {formatInstant(shippedAt)}.
        </p>
      )}
      {deliveredAt && <p>Entregue em {formatInstant(deliveredAt)}.</p>}
      {ships && !deliveredAt && (
        <div class="actions">
          <form method="post" action={officeDeviceSendingPath(orderId)} class="inline-form">
            <Input name="carrier" label="Transportadora" orderId={orderId} again={again} />
            <Input name="code" label="Código de rastreio" orderId={orderId} again={again} />
            <Button {...(shippedAt ? { kind: "secondary" as const } : {})}>
              {shippedAt ? "Registrar novo envio" : "Registrar o envio"}
            </Button>
          </form>
          {shippedAt && (
            <form method="post" action={officeDeviceArrivalPath(orderId)}>
              <Button>Registrar a entrega</Button>
            </form>
          )}
        </div>
      )}
    </article>
  );
}

function Input(props: { name: string; label: string; orderId: string; again: Again | undefined }) {
  const { name, label, orderId, again } = props;
  const id = `${name}-${orderId}`;
  const wrong = again?.errors[name];
  return (
    <>
      <label for={id}>{label}</label>
      {wrong && (
        <span class="error-words" id={`${id}-erro`}>
          {wrong}
        </span>
      )}
      <input
        id={id}
        name={name}
        value={again?.values[name]}
        autocomplete="off"
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={wrong ? `${id}-erro` : undefined}
      />
    </>
  );
}

function stateTag({ shippedAt, deliveredAt }: DeviceRow) {
  if (deliveredAt) return <Tag tone="ok">Entregue</Tag>;
  return shippedAt ? <Tag tone="info">Enviada</Tag> : <Tag tone="warn">Por enviar</Tag>;
}

import type { FaultyList } from "../../../issuance/lists/crl-reads.ts";
import { Notice } from "../../ui/components.tsx";
import { formatDayAndTime } from "../../ui/dates.ts";

/** What stands wrong with one list, for a manager who has to call whoever runs the server. */
function wordsOf({ name, fault, list }: FaultyList): string {
  const whose = `A lista da ${name}`;
  if (fault === "from-the-future" && list)
    return `${whose} só começa a valer em ${formatDayAndTime(list.thisUpdate)}: o relógio do servidor esteve adiantado. Com o relógio certo, uma lista nova sai em até um minuto.`;
  if (fault === "runs-out" && list)
    return `${whose} vale até ${formatDayAndTime(list.nextUpdate)} e a próxima ainda não saiu. O sistema tenta de novo a cada meio minuto.`;
  return `${whose} ainda não foi publicada. O sistema tenta de novo a cada meio minuto.`;
}

/** The alarm of the lists of revoked certificates; nothing where they are in order. */
export function FaultyLists({ lists }: { lists: FaultyList[] }) {
  if (lists.length === 0) return null;
  return (
    <Notice tone="error" title="A lista de certificados revogados não está em dia">
      <p>
        Quem confere uma assinatura pode recusar certificados bons, e não vê as revogações novas. Avise quem cuida do
        servidor agora e peça que confira a hora dele.
      </p>
      <ul>
        {lists.map((one) => (
          <li key={one.kind}>{wordsOf(one)}</li>
        ))}
      </ul>
    </Notice>
  );
}

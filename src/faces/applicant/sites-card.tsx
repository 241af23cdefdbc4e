import type { RegistrationAuthority } from "../../people/authority/registration-authority.ts";
import type { Site } from "../../people/authority/site.ts";
import { Button } from "../ui/components.tsx";

/** An AR's open sites; `served` are the ids of those where somebody receives people by appointment. */
export type Sites = { all: Site[]; served: ReadonlySet<string> };

export const whatToBring = "o documento original com foto; para empresa, também o contrato social";

/**
 * Where to go for those who may not do it by video: the AR's sites, else its own address and phone. With `action` a
 * time can be booked at those that are served. Payment, proofing and issuance are the site's own, and the card says so.
 */
export function SitesCard(props: { sites: Sites; ra: RegistrationAuthority | undefined; action?: string | undefined }) {
  const { sites, ra, action } = props;
  if (!ra) return null;
  const bookable = action !== undefined && sites.served.size > 0;
  return (
    <section class="card" aria-labelledby="postos">
      <h2 id="postos">{sites.all.length === 1 ? "Onde fazer presencialmente" : "Postos para fazer presencialmente"}</h2>
      {sites.all.length > 0 ? (
        <ul class="offers">
          {sites.all.map((site) => (
            <li key={site.id}>
              <SiteWords site={site} />
              {bookable && sites.served.has(site.id) && (
                <form method="post" action={action}>
                  <input type="hidden" name="posto" value={site.id} />
                  <Button>
                    Agendar atendimento presencial neste posto<span class="visually-hidden">, {site.name}</span>
                  </Button>
                </form>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p>
          Ligue para {ra.name} e pergunte pelo posto mais perto. Endereço da AR: {ra.address}
        </p>
      )}
      <p>
        Leve {whatToBring}.{" "}
        {bookable
          ? "Aqui você só marca a hora: o pagamento, a identificação e a emissão são no posto. Prefere combinar por telefone?"
          : "Não se marca nem se paga por este site: combine com o posto, pelo telefone"}{" "}
        <a href={`tel:${ra.phone.replace(/[^\d+]/g, "")}`}>{ra.phone}</a>.
      </p>
    </section>
  );
}

/** Name, address, hours and notes of a site. */
export function SiteWords({ site }: { site: Site }) {
  return (
    <p>
      <strong>{site.name}</strong>
      <br />
      {site.address}
      <br />
      Atende {site.openingHours}
      {site.notes && (
        <>
          <br />
          {site.notes}
        </>
      )}
    </p>
  );
}

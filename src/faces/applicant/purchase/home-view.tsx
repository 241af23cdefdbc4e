import { deviceWords, type Product, productTitle } from "../../../catalog/product.ts";
import { helpPath, orderEntryPath, productPath, purchaseStartPath } from "../../../contract/holder-addresses.ts";
import { formatBrl } from "../../../platform/money.ts";
import type { SaleGap } from "../../../scheduling/agenda/shop-opening-reads.ts";
import { BackLink, Button, Empty, Field, LinkButton, Notice, Tag } from "../../ui/components.tsx";
import { ApplicantPage, type Frame, PaysTheAuthority, RaCard } from "../applicant-page.tsx";
import { type Sites, SitesCard } from "../sites-card.tsx";

export type VideoRule = "everybody" | "with-biometrics" | "nobody";
/** `gap`: why it cannot be bought now. */
export type Offer = { product: Product; video: VideoRule; gap: SaleGap | undefined };

const videoWords: Record<VideoRule, string> = {
  everybody: "Tudo por vídeo, para qualquer pessoa",
  "with-biometrics": "Por vídeo para quem já tem biometria cadastrada",
  nobody: "Atendimento presencial",
};

const firstStep = {
  online: ["Compre e escolha o horário", "O horário fica reservado enquanto você paga com Pix."],
  byHand: ["Faça o pedido e combine o pagamento com a AR", "Quando ela registrar que recebeu, você escolhe o horário."],
} as const;
const laterSteps = [
  ["Envie os documentos em PDF", "Pelo site ou por e-mail. Você recebe na hora o que ainda falta."],
  ["Teste a câmera e o microfone", "Leva um minuto, no mesmo aparelho da videoconferência."],
  ["Converse com o agente por vídeo", "De 15 a 30 minutos, no celular ou no computador, sem instalar nada."],
  ["Baixe o seu certificado", "A chave nasce no seu aparelho. Nem nós nem a AR vemos a sua senha."],
] as const;

function shopQuery(frame: Frame): string {
  return frame.ra ? `?ar=${frame.ra.slug}` : "";
}

function OfferCard({ offer: { product, video }, frame }: { offer: Offer; frame: Frame }) {
  return (
    <article class="card offer">
      <h3>{product.name}</h3>
      <p class="small">
        <Tag tone={video === "everybody" ? "ok" : "idle"}>{`${product.validityMonths} meses`}</Tag>
      </p>
      <p>{product.summary}</p>
      <p class="hint small">
        Fica em {deviceWords(product.device)}. {videoWords[video]}.
      </p>
      <p class="price">{formatBrl(product.priceCentavos)}</p>
      <div class="actions">
        <LinkButton href={`${productPath(product.code)}${shopQuery(frame)}`}>
          Escolher<span class="visually-hidden"> {productTitle(product)}</span>
        </LinkButton>
      </div>
    </article>
  );
}

function Offers({ offers, frame }: { offers: Offer[]; frame: Frame }) {
  const groups = [
    { title: "Para você", id: "pessoa", hint: "e-CPF: você assina e acessa serviços em seu nome.", person: "natural" },
    {
      title: "Para sua empresa",
      id: "empresa",
      hint: "e-CNPJ: em nome da empresa, com você como responsável.",
      person: "legal",
    },
  ];
  return groups.map((group) => {
    const mine = offers.filter(({ product }) => product.person === group.person);
    const open = mine.filter(({ gap }) => gap === undefined);
    const later = mine.filter(({ gap }) => gap !== undefined);
    if (mine.length === 0) return null;
    return (
      <section aria-labelledby={group.id} key={group.id}>
        <h2 id={group.id}>{group.title}</h2>
        <p class="hint">{group.hint}</p>
        <div class="cards">
          {open.map((offer) => (
            <OfferCard offer={offer} frame={frame} key={offer.product.id} />
          ))}
        </div>
        {later.length > 0 && <Later offers={later} frame={frame} />}
      </section>
    );
  });
}

/** On the shelf, and not to be had yet: said, with what it will cost, and without a button. */
function Later({ offers, frame }: { offers: Offer[]; frame: Frame }) {
  return (
    <>
      <h3>Ainda não à venda</h3>
      <ul class="basket">
        {offers.map(({ product, gap }) => (
          <li key={product.id}>
            <div>
              <a href={`${productPath(product.code)}${shopQuery(frame)}`}>{productTitle(product)}</a>
              <span class="hint">{gap === "not-issued" ? notIssuedWords(product) : "A AR ainda não atende este."}</span>
            </div>
            <span class="what-it-costs hint">{formatBrl(product.priceCentavos)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

const notIssuedWords = ({ device }: Product) =>
  `A emissão em ${device === "card" ? "cartão" : "token USB"} ainda não funciona aqui.`;

/** Nobody attends, or nobody could verify: said to visitors before they type anything. */
function NotAttending({ frame }: { frame: Frame }) {
  return (
    <Notice tone="warn" title="Esta AR ainda não está atendendo">
      <p>
        Por enquanto não dá para comprar aqui. Volte em breve
        {frame.ra && (
          <>
            , ou fale com {frame.ra.name}: <a href={`tel:${frame.ra.phone.replace(/[^\d+]/g, "")}`}>{frame.ra.phone}</a>
          </>
        )}
        . Quem já tem pedido continua por aqui.
      </p>
    </Notice>
  );
}

function ReturnBox() {
  return (
    <section class="card return-box" aria-labelledby="ja-tem-pedido">
      <h2 id="ja-tem-pedido">Já tem pedido?</h2>
      <p class="hint">Pague, agende, envie documentos ou entre na sala.</p>
      <form method="post" action={orderEntryPath()}>
        <Field name="numero" label="Número do pedido" hint="Começa com CERTI ou 17" autocomplete="off" />
        <Field name="documento" label="CPF ou CNPJ do titular" autocomplete="off" />
        <Button kind="secondary">Abrir meu pedido</Button>
      </form>
    </section>
  );
}

export function HomeView({ frame, offers }: { frame: Frame; offers: Offer[] }) {
  return (
    <ApplicantPage frame={frame} title="Certificado digital por videoconferência" width="wide" sheets={["shop.css"]}>
      <div class="hero">
        <div>
          <h1>Seu certificado digital, sem sair de onde você está</h1>
          <p class="lead">
            {frame.paysOnline ? "Compre, mostre" : "Peça, mostre"} seu documento a um agente por vídeo e baixe o
            certificado. Um lugar só, do começo ao fim.
          </p>
          <div class="actions">
            <LinkButton href="#certificados">Ver certificados e preços</LinkButton>
          </div>
        </div>
        <ReturnBox />
      </div>
      <div id="certificados" tabIndex={-1}>
        {offers.length > 0 && offers.every(({ gap }) => gap) && offers.some(({ gap }) => gap !== "not-issued") && (
          <NotAttending frame={frame} />
        )}
        {offers.length === 0 && <Empty>Ainda não há certificados à venda aqui. Volte em breve.</Empty>}
        {offers.some(({ gap }) => gap === undefined) && <PaysTheAuthority frame={frame} />}
        <Offers offers={offers} frame={frame} />
      </div>
      <section aria-labelledby="como-funciona">
        <h2 id="como-funciona">Como funciona</h2>
        <ol class="how">
          {[frame.paysOnline ? firstStep.online : firstStep.byHand, ...laterSteps].map(([title, words]) => (
            <li key={title}>
              <strong>{title}</strong>
              <span class="hint">{words}</span>
            </li>
          ))}
        </ol>
        <p>
          Dúvidas? Veja <a href={helpPath()}>Dúvidas e Suporte</a>.
        </p>
      </section>
    </ApplicantPage>
  );
}

export function ProductView(props: Offer & { frame: Frame; sites: Sites }) {
  const { frame, product, video, gap, sites } = props;
  return (
    <ApplicantPage frame={frame} title={productTitle(product)}>
      <BackLink href={`/${shopQuery(frame)}#certificados`} text="Ver todos os certificados" />
      <h1>{productTitle(product)}</h1>
      <p class="lead">{product.summary}</p>
      <p class="price">{formatBrl(product.priceCentavos)}</p>
      {gap === "not-issued" && (
        <Notice tone="warn" title="Ainda não à venda">
          <p>
            {notIssuedWords(product)} Assim que funcionar, a compra abre nesta página. Por enquanto,{" "}
            <a href={`/${shopQuery(frame)}#certificados`}>escolha um A1</a>, que fica em arquivo e sai no mesmo dia.
          </p>
        </Notice>
      )}
      {gap && gap !== "not-issued" && <NotAttending frame={frame} />}
      <ul>
        <li>Vale por {product.validityMonths} meses a partir da emissão.</li>
        <li>Fica em {deviceWords(product.device)}.</li>
        <li>
          {video === "nobody"
            ? `O atendimento é presencial, num posto da AR, e leva cerca de ${product.slotMinutes} minutos.`
            : `Inclui uma videoconferência de cerca de ${product.slotMinutes} minutos com um agente da AR.`}
        </li>
        {product.person === "legal" && (
          <li>
            Quem {video === "nobody" ? "vai ao posto" : "atende a videoconferência"} é o responsável pela empresa na
            Receita.
          </li>
        )}
      </ul>
      {!gap && video === "everybody" && (
        <Notice tone="ok" title="Você pode fazer tudo por vídeo">
          <p>Certificados de até 12 meses podem ser validados por videoconferência por qualquer pessoa.</p>
        </Notice>
      )}
      {!gap && video === "with-biometrics" && (
        <Notice title="Por vídeo, para quem já tem biometria cadastrada">
          <p>Vamos perguntar antes de cobrar. Se você ainda não tem, mostramos outro caminho e nada é cobrado.</p>
        </Notice>
      )}
      {!gap && video === "nobody" && (
        <Notice tone="warn" title="Este certificado pede atendimento presencial">
          <p>
            <a href="#postos">Vá a um posto</a>, ou escolha um certificado de 12 meses, que se faz por vídeo.
          </p>
        </Notice>
      )}
      <h2>Tenha à mão</h2>
      <ul>
        <li>Seu documento com foto (RG, CNH ou passaporte), original.</li>
        {video !== "nobody" && <li>O mesmo documento em PDF ou foto, para enviar antes.</li>}
        {product.person === "legal" && (
          <li>O contrato social ou documento que mostra quem responde pela empresa, em PDF.</li>
        )}
        {video !== "nobody" && <li>Um celular ou computador com câmera, e internet.</li>}
      </ul>
      {gap && <RaCard ra={frame.ra} />}
      {gap ? null : video === "nobody" ? (
        <>
          {sites.served.size > 0 ? (
            <BuyInPerson frame={frame} product={product} />
          ) : (
            <SitesCard sites={sites} ra={frame.ra} />
          )}
          <RaCard ra={frame.ra} />
        </>
      ) : (
        <form method="post" action={`${purchaseStartPath()}${shopQuery(frame)}`}>
          <PaysTheAuthority frame={frame} />
          <input type="hidden" name="produto" value={product.code} />
          <div class="actions">
            <Button>
              {frame.paysOnline ? "Comprar" : "Pedir"} {product.name}
            </Button>
          </div>
          <p class="hint small">
            {frame.paysOnline
              ? "São poucos minutos. Você só paga no fim. Quer mais de um, como e-CPF e e-CNPJ? Junte os outros durante a compra: um Pix só, e atendimentos um depois do outro."
              : "São poucos minutos. Nada é cobrado por este site. Quer mais de um, como e-CPF e e-CNPJ? Junte os outros no mesmo pedido."}
          </p>
        </form>
      )}
    </ApplicantPage>
  );
}

/** Nobody gets it by video, and the AR receives people by appointment: the site is chosen on the page of the "no". */
function BuyInPerson({ frame, product }: { frame: Frame; product: Product }) {
  return (
    <form method="post" action={`${purchaseStartPath()}${shopQuery(frame)}`} id="postos">
      <input type="hidden" name="produto" value={product.code} />
      <div class="actions">
        <Button>Agendar atendimento presencial</Button>
      </div>
      <p class="hint small">Você escolhe o posto e a hora. Nada é cobrado aqui: paga no posto.</p>
    </form>
  );
}

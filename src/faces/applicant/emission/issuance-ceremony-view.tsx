import { orderIssuancePath, orderPath } from "../../../contract/holder-addresses.ts";
import * as emissionIds from "../../../contract/page-ids/emission-ids.ts";
import type { IssuanceStage } from "../../../issuance/certificates/issuance.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import { inPlainLetters } from "../../../pki/names/icp-text.ts";
import { Button, Checkbox, Field, LinkButton, Notice } from "../../ui/components.tsx";
import { told } from "../../ui/told.ts";

/** "maria-da-silva": what the downloaded file is called. */
function fileNameOf(name: string): string {
  return inPlainLetters(name)
    .text.toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 48);
}

/** The ceremony's five screens; the island shows one at a time. Nothing here works without script, and it says so. */
export function CeremonySections(props: { order: PlacedOrder; productName: string; stage: IssuanceStage }) {
  const { order, productName, stage } = props;
  const holder = order.cnpj && order.companyName ? order.companyName : order.applicantName;
  return (
    <div
      id={emissionIds.page}
      {...told({
        order: order.number,
        stage,
        product: productName,
        file: fileNameOf(`${productName.split(",")[0]} ${holder}`),
      })}
    >
      <noscript>
        <Notice tone="warn" title="Ligue o JavaScript para emitir">
          <p>
            A chave do certificado é criada dentro do seu navegador e nunca sai dele. Sem JavaScript isso não é
            possível.
          </p>
        </Notice>
      </noscript>
      <div class="notice error" id={emissionIds.trouble} role="alert" tabIndex={-1} hidden>
        <h2>Algo precisa da sua atenção</h2>
        <p id={emissionIds.troubleWords} />
      </div>
      <p class="visually-hidden" role="status" id={emissionIds.progress} />
      <Checking />
      <CannotKeep stage={stage} />
      <Begin />
      <Agreement />
      <Password />
      <Files order={order} />
      <AfterFiles />
      <NoKey />
      <Forgotten order={order} />
    </div>
  );
}

const title = { tabIndex: -1 };

function Checking() {
  return (
    <section {...told({ section: "verificando" })} hidden>
      <p role="status">Vendo se este navegador guarda a chave…</p>
    </section>
  );
}

/** Title and words come with the reason. Said before anything is pressed: nothing was made, nothing is lost. */
function CannotKeep({ stage }: { stage: IssuanceStage }) {
  return (
    <section {...told({ section: "nao-guarda" })} hidden>
      <div class="notice warn" role="alert">
        <h2 id={emissionIds.cannotTitle} {...title} />
        <p id={emissionIds.cannotWords} />
      </div>
      {stage === "ready" ? (
        <p>O seu direito ao certificado continua: ele só é emitido quando a chave estiver guardada.</p>
      ) : (
        <p>
          O certificado já foi emitido. <strong>Se você já baixou o arquivo, ele continua bom</strong>: use o arquivo e
          a senha que escolheu.
        </p>
      )}
      <p class="hint">
        Para abrir em outra janela, copie este endereço: <strong class="fingerprint" id={emissionIds.cannotAddress} />
      </p>
      <div class="actions">
        <Button type="button" id={emissionIds.cannotAgain}>
          Tentar de novo
        </Button>
      </div>
    </section>
  );
}

function Begin() {
  return (
    <section {...told({ section: "comecar" })} hidden>
      <h2 {...title}>1. Crie a sua chave</h2>
      <p>
        Use o computador ou celular em que você quer guardar o certificado. A chave nasce neste navegador: nem a AR nem
        nós a vemos.
      </p>
      <ol class="ceremony" id={emissionIds.keySteps} hidden>
        <li>Criando a chave neste navegador</li>
        <li>Pedindo o certificado à autoridade certificadora</li>
        <li>Certificado recebido e conferido</li>
      </ol>
      <form id={emissionIds.beginForm} class="actions">
        <Button>Criar a chave e emitir</Button>
      </form>
    </section>
  );
}

function Agreement() {
  return (
    <section {...told({ section: "termo" })} hidden>
      <h2 {...title}>2. Leia e assine o termo de titularidade</h2>
      <p>Confira os seus dados. Você assina com a chave que acabou de criar.</p>
      <div class="agreement" id={emissionIds.agreement} />
      <form id={emissionIds.agreementForm}>
        <Checkbox name={emissionIds.agreed} label="Li e concordo" />
        <div class="actions">
          <Button>Assinar o termo</Button>
        </div>
      </form>
    </section>
  );
}

function Password() {
  return (
    <section {...told({ section: "senha" })} hidden>
      <h2 {...title}>3. Escolha a senha do arquivo</h2>
      <div class="notice ok" id={emissionIds.downloaded} hidden>
        <h3>Se você já baixou o arquivo, ele continua bom</h3>
        <p>
          <span id={emissionIds.downloadedWhen} /> A senha dele é a que você escolheu então. Faça outro só se perdeu o
          arquivo ou a senha: os dois valem.
        </p>
        <Button type="button" kind="secondary" id={emissionIds.haveIt}>
          Já tenho o arquivo
        </Button>
      </div>
      <p>
        Ela protege o certificado e será pedida na instalação. <strong>Ninguém consegue recuperá-la</strong>: anote em
        lugar seguro.
      </p>
      <form id={emissionIds.passwordForm}>
        <Field
          name={emissionIds.password}
          label="Senha"
          type="password"
          autocomplete="new-password"
          hint="De 8 a 64 letras sem acento, números ou sinais."
        />
        <Field
          name={emissionIds.passwordAgain}
          label="Digite a senha de novo"
          type="password"
          autocomplete="new-password"
          hint="Vamos abrir o arquivo com ela para ter certeza."
        />
        <label class="choice">
          <input type="checkbox" {...told({ showPassword: true })} />
          <span>Mostrar a senha</span>
        </label>
        <ol class="ceremony" id={emissionIds.fileSteps} hidden>
          <li>Fazendo o arquivo e abrindo com a sua senha</li>
          <li>Fazendo a cópia para computadores antigos</li>
          <li>Arquivos testados</li>
        </ol>
        <div class="actions">
          <Button>Fazer e testar o arquivo</Button>
        </div>
      </form>
    </section>
  );
}

function Files({ order }: { order: PlacedOrder }) {
  return (
    <section {...told({ section: "arquivo" })} hidden>
      <h2 {...title}>4. Baixe o seu certificado</h2>
      <Notice tone="ok" title="O arquivo foi testado">
        <p>Abrimos o arquivo com a senha que você digitou e a chave dentro dele assinou corretamente.</p>
      </Notice>
      <div class="actions">
        <a class="button" id={emissionIds.download} href={orderIssuancePath(order.number)}>
          Baixar o certificado
        </a>
        <a class="button secondary" id={emissionIds.downloadCompatible} href={orderIssuancePath(order.number)}>
          Baixar a cópia compatível
        </a>
      </div>
      <p class="hint">
        A cópia compatível é para Windows Server 2016 ou mais antigo, macOS até o 14 e Java antigo: neles o arquivo
        principal dá “senha incorreta”. A senha é a mesma.
      </p>
    </section>
  );
}

/** Under the files just made, and for who made them before. */
function AfterFiles() {
  return (
    <section {...told({ section: "arquivo guardado" })} hidden>
      <h2 {...title}>E agora?</h2>
      <ol>
        <li>Guarde uma cópia do arquivo fora deste aparelho (um pendrive, por exemplo).</li>
        <li>Abra o arquivo, digite a senha e siga o assistente do sistema para instalar.</li>
        <li>Depois de instalar e testar, apague a chave deste navegador.</li>
      </ol>
      <form id={emissionIds.forgetForm}>
        <Checkbox name={emissionIds.kept} label="Guardei o arquivo e a senha" />
        <div class="actions">
          <Button kind="secondary">Apagar a chave deste navegador</Button>
        </div>
      </form>
    </section>
  );
}

function NoKey() {
  return (
    <section {...told({ section: "sem-chave" })} hidden>
      <Notice tone="warn" title="A chave não está neste navegador">
        <p>
          O certificado já foi emitido. <strong>Se você já baixou o arquivo, ele continua bom</strong>: use o arquivo e
          a senha que escolheu. Se não baixou, abra esta página no navegador em que a emissão começou: a chave ficou
          nele. Se perdeu os dois, fale com a AR: ela revoga este e refaz.
        </p>
      </Notice>
    </section>
  );
}

function Forgotten({ order }: { order: PlacedOrder }) {
  return (
    <section {...told({ section: "apagada" })} hidden>
      <h2 {...title}>Tudo pronto</h2>
      <Notice tone="ok">
        <p>A chave foi apagada deste navegador. O certificado está no arquivo que você guardou.</p>
      </Notice>
      <LinkButton href={orderPath(order.number)}>Voltar ao pedido</LinkButton>
    </section>
  );
}

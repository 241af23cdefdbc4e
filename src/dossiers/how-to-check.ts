import { authorityPath } from "../contract/holder-addresses.ts";
import type { DossierItem, Manifest } from "./dossier.ts";

/** What the reader's machine needs to know beside the manifest. Times are Unix seconds. */
export type CheckFacts = {
  manifest: Manifest;
  site: string;
  sealedAt: number;
  /** When the newest lists of revoked certificates were made; undefined: there are none in the archive. */
  listsAt: number | undefined;
  /** Who stamped the seal's time; `isOwn`: the installation itself. */
  stamp: { by: string; isOwn: boolean } | undefined;
};

const last = (items: readonly DossierItem[], kind: string) => items.filter((item) => item.kind === kind).at(-1)?.name;

/**
 * LEIA-ME.txt: what a stranger types, in the folder of the unpacked archive, with sha256sum and OpenSSL 3 and nothing of
 * ours. Every indented line is a command and is carried out by a test as it stands.
 */
export function howToCheck({ manifest, site, sealedAt, listsAt, stamp }: CheckFacts): string {
  const { items } = manifest;
  const [certificate, request] = [last(items, "certificate"), last(items, "certificate-request")];
  const [agreement, signature] = [last(items, "agreement"), last(items, "agreement-signature")];
  const steps: string[] = [
    `Conteúdo: cada arquivo é o que foi guardado.
     sha256sum --quiet -c SHA256SUMS`,
    `Lacre: manifest.p7s é uma assinatura CAdES destacada sobre manifest.json, que vale na hora do lacre.
     openssl cms -verify -binary -cades -inform DER -purpose any -in manifest.p7s -content manifest.json -CAfile raiz.pem -attime ${sealedAt} -signer lacre.pem -out /dev/null`,
    `manifest.json lista as mesmas somas de SHA256SUMS.
     grep -o '"hash":"[0-9a-f]*"' manifest.json | cut -d'"' -f4 | sort > somas-do-lacre.txt
     cut -c1-64 SHA256SUMS | sort | cmp - somas-do-lacre.txt`,
  ];
  if (listsAt !== undefined)
    steps.push(`O certificado do lacre não estava revogado quando este arquivo foi baixado (listas.pem: as listas da raiz e da AC).
     openssl verify -crl_check_all -attime ${listsAt} -CAfile raiz.pem -untrusted intermediarias.pem -CRLfile listas.pem lacre.pem`);
  if (certificate && request)
    steps.push(`O certificado emitido vem da mesma raiz, e o pedido prova que o titular tinha a chave.
     openssl verify -attime ${sealedAt} -CAfile raiz.pem -untrusted intermediarias.pem ${certificate}
     openssl req -in ${request} -verify -noout`);
  if (agreement && signature)
    steps.push(`O termo de titularidade foi assinado com a chave do certificado.
     cat raiz.pem intermediarias.pem > cadeia.pem
     openssl cms -verify -binary -inform DER -purpose any -in ${signature} -content ${agreement} -CAfile cadeia.pem -attime ${sealedAt} -out /dev/null`);
  steps.push(`raiz.pem está aqui para que a conta feche sem internet. Compare a impressão digital com a que a AC publica em ${site}${authorityPath()}.
     openssl x509 -in raiz.pem -noout -fingerprint -sha256`);
  const numbered = steps.map((step, at) => `${at + 1}. ${step}`);
  return `Dossiê do pedido ${manifest.order.number}, feito por ${site}

Este arquivo prova a si mesmo, sem o Confere. Abra o ZIP numa pasta vazia e rode ali as linhas abaixo, uma a uma, com
sha256sum e OpenSSL 3. Uma linha que não reclama de nada conferiu.

${numbered.join("\n\n")}
${stamp ? `\n${stampWords(stamp)}\n` : ""}`;
}

/** Whose word the time is. */
function stampWords({ by, isOwn }: { by: string; isOwn: boolean }): string {
  const who = `Carimbo do tempo: dentro de manifest.p7s (RFC 3161), feito por ${by}.`;
  return isOwn
    ? `${who}\nEle é da própria instalação, sem credenciamento: diz a hora do servidor que lacrou, e não a de um terceiro.`
    : `${who}\nEle é de um terceiro; as raízes dele estão em raizes-do-carimbo.pem.`;
}

import type { Judged } from "../line/readiness-verdicts.ts";

export type BrowserKind = {
  system: "android" | "ios" | "mac" | "windows" | "desktop";
  name: string;
  inApp: string;
};

/** Apps that open links in a browser of their own, where camera and calls mostly do not work. */
const apps: [RegExp, string][] = [
  [/\bFBAN|FBAV|FB_IAB/, "Facebook"],
  [/Instagram/, "Instagram"],
  [/WhatsApp/, "WhatsApp"],
  [/\bLine\//, "Line"],
  [/TikTok|musical_ly|BytedanceWebview/, "TikTok"],
  [/LinkedInApp/, "LinkedIn"],
  [/Snapchat/, "Snapchat"],
  [/\bGSA\//, "Google"],
  [/; wv\)/, "outro aplicativo"],
];

const systems: [RegExp, BrowserKind["system"]][] = [
  [/Android/, "android"],
  [/iPhone|iPad|iPod/, "ios"],
  [/Macintosh/, "mac"],
  [/Windows/, "windows"],
];

/** By what the browser says of itself; wrong at worst in a hint, never in what it may do. */
export function browserKind(userAgent: string): BrowserKind {
  const system = systems.find(([mark]) => mark.test(userAgent))?.[1] ?? "desktop";
  const name = /Edg\//.test(userAgent)
    ? "Edge"
    : /SamsungBrowser/.test(userAgent)
      ? "Samsung Internet"
      : /Firefox|FxiOS/.test(userAgent)
        ? "Firefox"
        : /Chrome|CriOS/.test(userAgent)
          ? "Chrome"
          : "Safari";
  return { system, name, inApp: apps.find(([mark]) => mark.test(userAgent))?.[1] ?? "" };
}

/** Where to go from inside another app. Android opens Chrome by this address; elsewhere the person must. */
export function waysOut({ system }: BrowserKind, address: URL): { words: string; href: string | undefined } {
  if (system === "android")
    return {
      words: "Toque em “Abrir no Chrome”. Se não abrir, copie o endereço e cole no Chrome.",
      href: `intent://${address.host}${address.pathname}#Intent;scheme=${address.protocol.slice(0, -1)};package=com.android.chrome;end`,
    };
  const other = system === "ios" ? "Safari" : "Chrome, Edge ou Firefox";
  return { words: `Abra o menu deste aplicativo e escolha “Abrir no ${other}”. Ou copie o endereço.`, href: undefined };
}

export function judgeBrowser(kind: BrowserKind, canCall: boolean): Judged {
  const best = kind.system === "ios" ? "Safari" : "Chrome";
  const value = `${kind.name}${kind.inApp ? ` dentro de ${kind.inApp}` : ""}`;
  if (!canCall) return { verdict: "bad", value, cure: `Este navegador não faz chamadas. Abra no ${best}.` };
  if (kind.inApp) return { verdict: "weak", value, cure: `Abra no ${best}: aqui a câmera pode falhar.` };
  return { verdict: "good", value, cure: "" };
}

const again = "Volte a esta página e aperte o botão de novo.";

/** How to let the browser itself use the devices, where the system refuses them; one sentence a step. */
export function systemSteps({ system, name }: BrowserKind): string[] {
  if (system === "ios") return [`Abra os Ajustes do aparelho e procure ${name}.`, "Ligue Câmera e Microfone.", again];
  if (system === "android")
    return [
      `Abra as Configurações do celular, entre em “Aplicativos” e escolha ${name}.`,
      "Em “Permissões”, permita Câmera e Microfone.",
      again,
    ];
  if (system === "mac")
    return [
      "Abra os Ajustes do Sistema e entre em “Privacidade e Segurança”.",
      `Em “Câmera” e em “Microfone”, ligue ${name}.`,
      `Feche ${name} por completo, abra de novo e volte a esta página.`,
    ];
  if (system === "windows")
    return [
      "Abra as Configurações do Windows e entre em “Privacidade e segurança”.",
      "Em “Câmera” e em “Microfone”, ligue o acesso, também para aplicativos da área de trabalho.",
      again,
    ];
  return [
    "Abra as configurações do sistema e procure “Privacidade”.",
    `Permita câmera e microfone para ${name}.`,
    again,
  ];
}

/** How to give back a permission that was refused, one sentence a step. */
export function permissionSteps({ system, name }: BrowserKind): string[] {
  if (system === "ios" && name === "Safari")
    return [
      "Toque em “aA” ou no ícone ao lado do endereço.",
      "Toque em “Ajustes do site”.",
      "Em Câmera e Microfone, escolha “Permitir”.",
      again,
    ];
  if (system === "ios") return [`Abra os Ajustes do iPhone e procure ${name}.`, "Ligue Câmera e Microfone.", again];
  if (system === "android" && name === "Firefox")
    return [
      "Toque no cadeado ao lado do endereço.",
      "Em Câmera e Microfone, toque em “Bloqueado” para liberar.",
      again,
    ];
  if (system === "android")
    return ["Toque no ícone à esquerda do endereço.", "Toque em “Permissões”.", "Ligue Câmera e Microfone.", again];
  if (name === "Safari")
    return [
      "Abra o menu Safari e escolha “Ajustes para este site”.",
      "Em Câmera e Microfone, escolha “Permitir”.",
      again,
    ];
  if (name === "Firefox")
    return [
      "Clique no ícone de câmera riscada ao lado do endereço.",
      "Apague o bloqueio da câmera e do microfone.",
      again,
    ];
  return ["Clique no ícone à esquerda do endereço.", "Ligue Câmera e Microfone.", again];
}

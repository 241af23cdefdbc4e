import type { Context } from "../platform/settings/context.ts";

/** Who seals dossiers; issuance implements it with the AR's seal certificate, main.ts wires it. */
export interface SealSigner {
  /** Detached CAdES over `content`, with a time stamp where one can be had; DER (ETSI EN 319 122-1). */
  sign(ctx: Context, command: { raId: string; content: Uint8Array }): Promise<Uint8Array>;
  /** Root certificates (DER) that a seal's path must end in. */
  roots(ctx: Context): Promise<Uint8Array[]>;
  /** Roots (DER) of outside time-stamping authorities whose stamps are believed. */
  stampRoots(ctx: Context): Promise<Uint8Array[]>;
  /** What a stranger needs beside a seal to judge it offline; certificates and lists DER. */
  published(ctx: Context): Promise<Published>;
}

type Published = {
  intermediates: Uint8Array[];
  lists: { crl: Uint8Array; thisUpdate: Date }[];
};

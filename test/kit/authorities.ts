import type { CertificationAuthorities } from "../../src/issuance/certification-authority.ts";
import { installationAuthority } from "../../src/issuance/providers/installation-authority.ts";

/** As main.ts has it: only the installation's own authority issues. */
export const ours: CertificationAuthorities = [installationAuthority];

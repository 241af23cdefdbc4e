import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import { changeRegistrationAuthority } from "../../../src/people/authority/change-registration-authority.ts";
import { openRegistrationAuthority } from "../../../src/people/authority/open-registration-authority.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { changePassword } from "../../../src/people/sign-in/change-password.ts";
import { confirmSignIn } from "../../../src/people/sign-in/confirm-sign-in.ts";
import { inviteAgent } from "../../../src/people/sign-in/invite-agent.ts";
import { unlockDesk } from "../../../src/people/sign-in/unlock-desk.ts";
import { changeRoles } from "../../../src/people/team/change-roles.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import { suspendAgent } from "../../../src/people/team/suspend-agent.ts";
import type { Cnpj, Cpf } from "../../../src/platform/taxpayer-id.ts";
import { refused } from "../../kit/refused.ts";
import { openShop } from "../../kit/shop.ts";
import { createWorld } from "../../kit/world.ts";

const password = "uma frase longa e boa";

async function open() {
  const world = await createWorld();
  const { ctx } = world;
  const { raId } = await openShop(ctx);
  const person = { raId, name: "Gestora", cpf: "39053344705" as Cpf, email: "gestora@ar.example" };
  const { agentId, invitationToken } = await createAgent(ctx, { ...person, roles: ["manager"], by: "installation" });
  const manager: AgentPrincipal = {
    kind: "agent",
    id: agentId,
    raId,
    cpf: person.cpf,
    name: person.name,
    roles: ["manager"],
  };
  return { world, ctx, raId, person, manager, invitationToken };
}

test("a team: two of one number or address, nobody without a role, nobody invited who is suspended", async () => {
  const { world, ctx, raId, person, manager } = await open();
  await using _ = world;
  const other = { raId, name: "Outra", cpf: "11144477735" as Cpf, email: "outra@ar.example" };
  const add = (more: Partial<typeof other>) =>
    createAgent(ctx, { ...other, ...more, roles: ["agent"], by: "installation" });
  await assert.rejects(add({ cpf: person.cpf }), refused("agent-cpf-taken"));
  await assert.rejects(add({ email: person.email }), refused("agent-email-taken"));
  await assert.rejects(createAgent(ctx, { ...other, roles: [], by: "installation" }), refused("agent-roles-missing"));
  const { agentId } = await add({});
  await assert.rejects(changeRoles(ctx, { agentId, roles: [], by: manager }), refused("agent-roles-missing"));
  await suspendAgent(ctx, { agentId, suspended: true, by: manager });
  await assert.rejects(inviteAgent(ctx, { agentId, by: manager }), refused("agent-suspended"));
});

test("a password: too easy, or not the one of before; a link that is none; a key that nobody has; a desk that stands open", async () => {
  const { world, ctx, manager, invitationToken: token } = await open();
  await using _ = world;
  await assert.rejects(acceptInvitation(ctx, { token, password: "1234567" }), refused("password-weak"));
  await assert.rejects(acceptInvitation(ctx, { token: "nenhum", password }), refused("invitation-unusable"));
  await acceptInvitation(ctx, { token, password });
  await assert.rejects(acceptInvitation(ctx, { token, password }), refused("invitation-unusable"), "once");
  const change = (current: string, next: string) => changePassword(ctx, { by: manager, current, password: next });
  await assert.rejects(change(password, "1234567"), refused("password-weak"));
  await assert.rejects(change("outra frase qualquer", "mais uma frase longa"), refused("password-wrong"));
  const response = { id: "nenhuma" } as AuthenticationResponseJSON;
  await assert.rejects(confirmSignIn(ctx, { by: manager, signInToken: "", response }), refused("passkey-refused"));
  const unlock = unlockDesk(ctx, { token: "nenhum", password, address: "127.0.0.1" });
  await assert.rejects(unlock, refused("sign-in-needed"));
});

test("two ARs of one installation share neither a short name nor the mailbox of their papers", async () => {
  const { world, ctx, raId, manager } = await open();
  await using _ = world;
  const ra = {
    slug: "ar-segunda",
    name: "AR Segunda",
    cnpj: "11222333000181" as Cnpj,
    phone: "(11) 3456-7891",
    email: "contato@segunda.example",
    openingHours: "segunda a sexta, 8h às 18h",
    address: "Rua B, 20, São Paulo/SP",
    municipalityCode: "3550308",
    papersAddress: "documentos@segunda.example",
    look: {},
  };
  const found = (more: Partial<typeof ra>) =>
    openRegistrationAuthority(ctx, { by: "installation", ra: { ...ra, ...more } });
  await found({});
  await assert.rejects(found({ papersAddress: "outros@segunda.example" }), refused("ra-slug-taken"));
  await assert.rejects(found({ slug: "ar-terceira" }), refused("ra-papers-address-taken"));
  const changes = { papersAddress: ra.papersAddress };
  await assert.rejects(
    changeRegistrationAuthority(ctx, { raId, changes, by: manager }),
    refused("ra-papers-address-taken"),
  );
});

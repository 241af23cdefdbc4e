import {
  deskAgendaAwayEndPath,
  deskAgendaAwayPath,
  deskAgendaBlockReleasePath,
  deskAgendaBlocksPath,
  deskAgendaBreaksPath,
  deskAgendaLeavePath,
} from "../../contract/desk-addresses.ts";
import {
  officeMemberAgendaAwayEndPath,
  officeMemberAgendaAwayPath,
  officeMemberAgendaBlockReleasePath,
  officeMemberAgendaBlocksPath,
  officeMemberAgendaBreaksPath,
  officeMemberAgendaLeavePath,
} from "../../contract/office-addresses.ts";

/** The forms of an agent's time as the door takes them: the agent's own, and the manager's of each agent. */
export type TimeOffRoutes = Record<"away" | "awayEnd" | "blocks" | "release" | "breaks" | "leave", { route: string }>;

export const ownTimeOff: TimeOffRoutes = {
  away: deskAgendaAwayPath,
  awayEnd: deskAgendaAwayEndPath,
  blocks: deskAgendaBlocksPath,
  release: deskAgendaBlockReleasePath,
  breaks: deskAgendaBreaksPath,
  leave: deskAgendaLeavePath,
};

export const memberTimeOff: TimeOffRoutes = {
  away: officeMemberAgendaAwayPath,
  awayEnd: officeMemberAgendaAwayEndPath,
  blocks: officeMemberAgendaBlocksPath,
  release: officeMemberAgendaBlockReleasePath,
  breaks: officeMemberAgendaBreaksPath,
  leave: officeMemberAgendaLeavePath,
};

/** Where one agent's page sends them. */
export type TimeOffTargets = Record<Exclude<keyof TimeOffRoutes, "release">, string> & {
  release: (blockId: string) => string;
};

export const toOwnTimeOff = (): TimeOffTargets => ({
  away: deskAgendaAwayPath(),
  awayEnd: deskAgendaAwayEndPath(),
  blocks: deskAgendaBlocksPath(),
  release: (blockId) => deskAgendaBlockReleasePath(blockId),
  breaks: deskAgendaBreaksPath(),
  leave: deskAgendaLeavePath(),
});

export const toTimeOffOf = (agentId: string): TimeOffTargets => ({
  away: officeMemberAgendaAwayPath(agentId),
  awayEnd: officeMemberAgendaAwayEndPath(agentId),
  blocks: officeMemberAgendaBlocksPath(agentId),
  release: (blockId) => officeMemberAgendaBlockReleasePath(agentId, blockId),
  breaks: officeMemberAgendaBreaksPath(agentId),
  leave: officeMemberAgendaLeavePath(agentId),
});

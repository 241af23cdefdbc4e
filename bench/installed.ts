import { spawnSync } from "node:child_process";

/** Whether a program is there: it started and said something. Its status tells nothing: `janus --version` answers and ends with 1. */
export function isInstalled(program: string, flag: string, env: NodeJS.ProcessEnv = process.env): boolean {
  const { error, stdout, stderr } = spawnSync(program, [flag], { encoding: "utf8", env });
  return error === undefined && (stdout + stderr).trim() !== "";
}

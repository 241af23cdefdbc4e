import { spawnSync } from "node:child_process";

/**
 * Whether a program is installed: it started and printed something. The exit status does not tell: `janus --version`
 * prints its version and exits with 1.
 */
export function isInstalled(program: string, flag: string, env: NodeJS.ProcessEnv = process.env): boolean {
  const { error, stdout, stderr } = spawnSync(program, [flag], { encoding: "utf8", env });
  return error === undefined && (stdout + stderr).trim() !== "";
}

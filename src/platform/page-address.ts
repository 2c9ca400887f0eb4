import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Settings } from "./supervisor-env.ts";
import { writeFileAtomically } from "#/lib/atomic-file.ts";

/** The address a person opens on this machine, such as http://127.0.0.1:3000. */
export function pageAddress(settings: Pick<Settings, "host" | "port">): string {
  const everywhere: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
  const host = everywhere[settings.host] ?? settings.host;
  return `http://${host.includes(":") ? `[${host}]` : host}:${settings.port}`;
}

/** Notes in the data folder under which address this Bright Run answers, for commands on this machine. */
export async function noteAddress(settings: Settings): Promise<void> {
  await writeFileAtomically(fileOf(settings), `${pageAddress(settings)}\n`, 0o644);
}

/** The address that was noted last; undefined where nothing ran on this data folder yet. */
export async function readNotedAddress(
  settings: Pick<Settings, "dataDirectory">,
): Promise<string | undefined> {
  const text = await readFile(fileOf(settings), "utf8").catch(() => "");
  return text.trim() || undefined;
}

function fileOf({ dataDirectory }: Pick<Settings, "dataDirectory">): string {
  return join(dataDirectory, "address");
}

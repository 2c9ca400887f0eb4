import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/fetch";
import type { ContractRouterClient } from "@orpc/contract";
import { CliError, exitCodeOfStatus, exitCodes } from "./cli-error.ts";
import type { Contract } from "#/api/contract.ts";
import type { Environment } from "#/platform/env.ts";
import { pageAddress, readNotedAddress } from "#/platform/page-address.ts";
import { readSettings } from "#/platform/supervisor-env.ts";

export type Client = ContractRouterClient<Contract>;

/**
 * The product's address without a slash at its end: BRIGHT_URL, else the one that runs on this machine's
 * data folder, else the standard one. @throws CliError for a BRIGHT_URL that is no address
 */
export async function findAddress(environment: Environment): Promise<string> {
  const given = environment.BRIGHT_URL?.trim();
  if (!given) {
    const settings = readSettings(environment);
    return (await readNotedAddress(settings)) ?? pageAddress(settings);
  }
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url && /^https?:$/.test(url.protocol))
    return url.href.replace(/[?#].*$/, "").replace(/\/+$/, "");
  throw new CliError(
    exitCodes.usage,
    `BRIGHT_URL is "${given}", which is no web address. Nothing was done; set it to one such as http://127.0.0.1:3000.`,
  );
}

/**
 * A client of the API with the token of BRIGHT_TOKEN. Asks first who is there, so that a wrong address
 * and a wrong token are told as what they are.
 * @throws CliError, with the server's own sentence where it gave one
 */
export async function connect(environment: Environment): Promise<Client> {
  const address = await findAddress(environment);
  const token = environment.BRIGHT_TOKEN?.trim();
  if (!token) {
    throw new CliError(
      exitCodes.forbidden,
      "BRIGHT_TOKEN isn't set, so Bright Run doesn't know who asks. Nothing was done; make a token under Settings > API tokens and set BRIGHT_TOKEN to it.",
    );
  }
  const authorization = `Bearer ${token}`;
  const session = await ask(address, "/api/v1/session", { headers: { authorization } });
  if (!isObject(session) || !("needsOwner" in session)) throw notBright(address);
  const link = new RPCLink({
    url: `${address}/rpc`,
    headers: { authorization },
    fetch: async (request, options) => reach(address, () => fetch(request, options)),
  });
  return createORPCClient(link);
}

/**
 * One plain call: the JSON of the answer. @throws CliError with the server's sentence, or that nothing
 * answers, or that something else than Bright Run does
 */
export async function ask(address: string, path: string, options: RequestInit): Promise<unknown> {
  const response = await reach(address, () => fetch(address + path, options));
  const told: unknown = await response.json().catch(() => undefined);
  if (response.ok && told !== undefined) return told;
  const sentence = isObject(told) && typeof told.message === "string" ? told.message : undefined;
  if (sentence === undefined) throw notBright(address);
  throw new CliError(exitCodeOfStatus(response.status), sentence);
}

async function reach(address: string, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error && cause.message ? ` (${cause.message})` : "";
    throw new CliError(
      exitCodes.unreachable,
      `Nothing answers at ${address}${reason}. Nothing was done; start Bright Run with npm start, or set BRIGHT_URL to where it runs.`,
    );
  }
}

function notBright(address: string): CliError {
  return new CliError(
    exitCodes.unreachable,
    `What answers at ${address} isn't Bright Run. Nothing was done; set BRIGHT_URL to the address that Bright Run printed when it started.`,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

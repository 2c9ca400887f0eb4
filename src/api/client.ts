import { createORPCClient, ORPCError } from "@orpc/client";
import { RPCLink } from "@orpc/client/fetch";
import type { ContractRouterClient } from "@orpc/contract";
import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import type { Contract } from "./contract.ts";

const link = new RPCLink({
  url: () => `${globalThis.location.origin}/rpc`,
});

/** The pages' door to the server: typed by the contract, which itself stays out of the browser. */
export const client: ContractRouterClient<Contract> = createORPCClient(link);

/** The same for react-query: `api.conversations.list.queryOptions({ input })`. */
export const api = createTanstackQueryUtils(client);

/** What went wrong, for a person: a sentence, and the fields that it is about. */
export interface PlainError {
  message: string;
  status: number;
  fields: { field: string; message: string }[];
}

/** Any thrown value as a sentence. A server that can't be reached is named as that. */
export function plainError(error: unknown): PlainError {
  if (error instanceof ORPCError) {
    return { message: error.message, status: error.status, fields: fieldsOf(error.data) };
  }
  return {
    message:
      "Bright Run can't be reached. What you typed is still here; check that it is running, then try again.",
    status: 0,
    fields: [],
  };
}

function fieldsOf(data: unknown): PlainError["fields"] {
  if (typeof data !== "object" || data === null || !("fields" in data)) return [];
  return Array.isArray(data.fields) ? data.fields : [];
}

import type { ModelInfo, Provider } from "./port.ts";

/** The kinds of servers that a person can connect. */
export const vendorKinds = ["anthropic", "openai_compatible"] as const;
export type VendorKind = (typeof vendorKinds)[number];

/** What a connection needs to know to make calls. */
export interface VendorSettings {
  /** The connection's id, which is the provider's id on the record. */
  id: string;
  label: string;
  /** In clear, in memory only. Null where the server asks for none. */
  apiKey: string | null;
  /** Null: the vendor's own address. */
  baseUrl: string | null;
  /** Whether addresses inside private networks (and this machine) may be called. */
  isPrivateAllowed: boolean;
  models: ModelInfo[];
}

/** Makes the provider of one connection. Cheap: no call is made. */
export type VendorFactory = (settings: VendorSettings) => Provider;

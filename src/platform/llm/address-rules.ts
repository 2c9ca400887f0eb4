import ipaddr from "ipaddr.js";
import { ProviderError, type ProviderFault } from "./port.ts";

/** "private" takes in this machine itself; "refused" is never called, whoever allows it. */
export type AddressKind = "public" | "private" | "refused";

/** Where clouds answer with a machine's own credentials, outside the link-local range. */
const metadataAddresses = new Set([
  "100.100.100.200",
  "168.63.129.16",
  "fd00:ec2::254",
  "fd20:ce::254",
]);
const metadataNames = new Set([
  "metadata",
  "metadata.goog",
  "metadata.google.internal",
  "metadata.azure.com",
  "metadata.azure.internal",
  "metadata.tencentyun.com",
  "instance-data",
  "instance-data.ec2.internal",
]);
const privateRanges = new Set([
  "private",
  "uniqueLocal",
  "loopback",
  "carrierGradeNat",
  "benchmarking",
]);

/**
 * What an IP address is, in the forms that `URL` and DNS give. IPv6 addresses that carry an IPv4 address
 * (mapped, translated, 6to4) are judged by that one. Source: the IANA special-purpose registries.
 */
export function addressKind(address: string): AddressKind {
  if (!ipaddr.isValid(address)) return "refused";
  const parsed = carried(ipaddr.process(address));
  if (metadataAddresses.has(parsed.toString())) return "refused";
  const range = parsed.range();
  if (range === "unicast") return "public";
  return privateRanges.has(range) ? "private" : "refused";
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function carried(address: Address): Address {
  if (address.kind() === "ipv4") return address;
  const bytes = address.toByteArray();
  const range = address.range();
  if (range === "rfc6052" || range === "rfc6145") return ipaddr.fromByteArray(bytes.slice(12));
  if (range === "6to4") return ipaddr.fromByteArray(bytes.slice(2, 6));
  // The deprecated "IPv4-compatible" form ::a.b.c.d; :: and ::1 keep their own meaning.
  const isCompatible = bytes.slice(0, 12).every((byte) => byte === 0) && bytes[12] !== 0;
  return isCompatible ? ipaddr.fromByteArray(bytes.slice(12)) : address;
}

/** What a connection may reach. */
export interface AddressRules {
  isPrivateAllowed: boolean;
}

/**
 * Why a resolved address may not be called by this protocol ("http:" or "https:"), or null.
 * Plain http only stays inside: a key that crosses the internet in clear is lost.
 */
export function refusalOfAddress(
  address: string,
  protocol: string,
  { isPrivateAllowed }: AddressRules,
): ProviderFault | null {
  const kind = addressKind(address);
  if (kind === "refused") return fault("forbidden_address", forbiddenSentence);
  if (kind === "private" && !isPrivateAllowed) {
    return fault(
      "private_address",
      "This address lies on this machine or in a private network. Nothing was sent. If the server is yours, an owner can allow private addresses for this connection.",
    );
  }
  if (kind === "public" && protocol === "http:") {
    return fault(
      "not_encrypted",
      "This address is on the internet but starts with http://, so the key and the texts could be read on the way. Nothing was sent. Use https://.",
    );
  }
  return null;
}

const forbiddenSentence =
  "This address is never called: it belongs to the network's own machinery (link-local, cloud metadata or reserved addresses). Nothing was sent. Enter the address of a model server.";

/**
 * The parsed address of a server, judged by everything that can be seen without asking DNS.
 * @throws ProviderError of the kind "needs_person".
 */
export function parseServerAddress(text: string, rules: AddressRules): URL {
  const url = URL.parse(text);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new ProviderError(
      fault(
        "bad_address",
        "This isn't a web address. Nothing was sent. It has to start with https:// (or http:// for a server of your own), such as http://localhost:11434/v1.",
      ),
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new ProviderError(
      fault(
        "key_in_address",
        "The address holds a user name or a password. Nothing was sent. Put the key into its own field, where it is kept encrypted.",
      ),
    );
  }
  const host = hostOf(url);
  if (metadataNames.has(host)) {
    throw new ProviderError(fault("forbidden_address", forbiddenSentence));
  }
  const refusal = ipaddr.isValid(host) ? refusalOfAddress(host, url.protocol, rules) : null;
  if (refusal) throw new ProviderError(refusal);
  return url;
}

/** The host without brackets and without the root's dot. `URL` has already read decimal and octal forms. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

function fault(code: string, message: string): ProviderFault {
  return { code, message, kind: "needs_person", billed: "no" };
}

import type { AuditEvent } from "#/core/audit/schema.ts";
import { formatCounted } from "#/lib/format.ts";

/** A piece of a sentence: words, or words that lead to a page below the project. */
export type SentencePart = string | { text: string; path: string };

export type Told = Pick<AuditEvent, "targetKind" | "targetId" | "details">;
export type Sentence = (event: Told) => SentencePart[];

export function text(details: Told["details"], key: string): string | undefined {
  const value = details[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function figure(details: Told["details"], key: string): number | undefined {
  const value = details[key];
  return typeof value === "number" ? value : undefined;
}

const fieldWords: Record<string, string> = {
  name: "the name",
  description: "the description",
  language: "the language",
  currency: "the currency",
  baseUrl: "the address",
  isPrivateAllowed: "whether private addresses are allowed",
  concurrency: "the number of calls at once",
  key: "the key",
};

/** Names of changed fields in words: "the name and the language". */
export function listed(details: Told["details"], key: string): string {
  const names = details[key];
  if (!Array.isArray(names) || names.length === 0) return "something";
  const words = names.map((name) => fieldWords[String(name)] ?? String(name));
  return new Intl.ListFormat("en").format(words);
}

export function link(words: string, path: string): SentencePart {
  return { text: words, path };
}

export function called(details: Told["details"], key: string, before: string): SentencePart[] {
  const value = text(details, key);
  return value ? [before + value] : [];
}

export function asRole(details: Told["details"], key: string): SentencePart[] {
  return called(details, key, " as ");
}

export function counted(details: Told["details"], one: string, key = "count"): string {
  const count = figure(details, key) ?? figure(details, "count") ?? figure(details, "added");
  return count === undefined ? `${one}s` : formatCounted(count, one);
}

export function bracketed(details: Told["details"], key: string, one: string): SentencePart[] {
  const count = figure(details, key);
  return count === undefined ? [] : [` (${formatCounted(count, one)})`];
}

export function titleIn(details: unknown): string | undefined {
  if (typeof details !== "object" || details === null) return undefined;
  const known = details as Told["details"];
  return text(known, "title") ?? text(known, "fileName");
}

/** One document by its title, where the event holds it, or how many at once. */
export function documentLink({ targetKind, targetId, details }: Told): SentencePart {
  if (targetKind !== "document") return link(counted(details, "document"), "/sources");
  const title = titleIn(details) ?? titleIn(details.after);
  return link(title ? `the document “${title}”` : "a document", `/sources/${targetId}`);
}

export function wordsOf(part: SentencePart): string {
  return typeof part === "string" ? part : part.text;
}

export function templateLink({ targetId, details }: Told): SentencePart {
  return link(
    `the template “${text(details, "name") ?? "without a name"}”`,
    `/templates/${targetId}`,
  );
}

export function bracketedNumber(details: Told["details"], key: string): SentencePart[] {
  const number = figure(details, key);
  return number === undefined ? [] : [` (version ${number})`];
}

export function conversationOf({ details }: Told): SentencePart {
  const id = text(details, "conversationId");
  return link(text(details, "reference") ?? "a conversation", `/conversations/${id ?? ""}`);
}

export function runLink({ targetKind, targetId, details }: Told): SentencePart {
  const number = figure(details, "number");
  const path = targetKind === "batch" ? `/runs/${targetId}` : "/runs";
  return link(number === undefined ? "a run" : `run ${number}`, path);
}

/** Where a run compares something: between which sides. */
export function comparedSides(details: Told["details"]): SentencePart[] {
  const { sides } = details;
  if (!Array.isArray(sides) || sides.length === 0) return [];
  return [`, comparing ${new Intl.ListFormat("en").format(sides.map(String))}`];
}

/** One conversation by its reference, or how many at once. */
export function conversationLink({ targetKind, targetId, details }: Told): SentencePart {
  const count = figure(details, "count");
  if (targetKind === "conversation" && (count === undefined || count === 1)) {
    return link(text(details, "reference") ?? "a conversation", `/conversations/${targetId}`);
  }
  return link(counted(details, "conversation"), "/conversations");
}

export function decided(details: Told["details"]): string {
  const decision = text(details, "decision");
  if (decision === "approve") return "approved";
  if (decision === "reject") return "rejected";
  if (decision === "flag") return "flagged";
  return "decided on";
}

export function messagePlace(details: Told["details"]): SentencePart[] {
  const position = figure(details, "messagePosition");
  return position === undefined ? [] : [`message ${position + 1} of `];
}

export function quoted(details: Told["details"], key: string, otherwise: string): string {
  const value = text(details, key);
  return value ? `“${value}”` : otherwise;
}

/** "edited", "retired" or "brought back". */
export function changed(details: Told["details"]): string {
  return text(details, "change") ?? "changed";
}

export function valueIn(details: Told["details"]): SentencePart[] {
  const dimension = text(details, "dimensionName");
  return [
    link(quoted(details, "name", "a value"), "/plan"),
    ...(dimension ? [` (${dimension})`] : []),
  ];
}

export function storylineLink(details: Told["details"]): SentencePart {
  const kinds = new Map([
    ["arc", { words: "the arc", show: "arcs" }],
    ["scenario", { words: "the scenario", show: "scenarios" }],
    ["edge_case", { words: "the edge case", show: "edge-cases" }],
  ]);
  const kind = kinds.get(text(details, "kind") ?? "");
  const name = quoted(details, "name", "");
  return link(
    `${kind?.words ?? "a storyline"}${name && ` ${name}`}`,
    `/plan?show=${kind?.show ?? "arcs"}`,
  );
}

export function span(details: Told["details"]): SentencePart[] {
  const first = text(details, "firstReference");
  const last = text(details, "lastReference");
  if (!first) return [];
  return [first === last || !last ? ` (${first})` : ` (${first} to ${last})`];
}

export function outcome(details: Told["details"]): SentencePart[] {
  const done = figure(details, "done");
  if (done === undefined) return [];
  const failed = figure(details, "failed") ?? 0;
  return [failed > 0 ? `: ${done} written, ${failed} failed` : `: ${done} written`];
}

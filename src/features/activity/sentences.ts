import type { AuditAction, AuditEvent } from "#/core/audit/schema.ts";
import { formatCounted } from "#/lib/format.ts";

/** A piece of a sentence: words, or words that lead to a page below the project. */
export type SentencePart = string | { text: string; path: string };

type Told = Pick<AuditEvent, "targetKind" | "targetId" | "details">;
type Sentence = (event: Told) => SentencePart[];

/** What one event says after the name of the person: ["approved ", {text: "T-012", ...}]. */
export function sentenceOf(event: Told & { action: AuditAction }): SentencePart[] {
  return sentences[event.action](event);
}

const sentences: Record<AuditAction, Sentence> = {
  "workspace.created": () => ["set up the workspace"],
  "workspace.renamed": ({ details }) => [
    "renamed the workspace",
    ...called(details, "name", " to "),
  ],
  "member.invited": ({ details }) => [
    "invited ",
    link(text(details, "email") ?? "somebody", "/settings/members"),
    ...asRole(details, "role"),
  ],
  "member.joined": ({ details }) => [
    details.first === true ? "set up the first account" : "joined the workspace",
    ...asRole(details, "role"),
  ],
  "member.role_changed": ({ details }) => [
    "changed the role of ",
    link(text(details, "name") ?? "a member", "/settings/members"),
    ...called(details, "from", " from "),
    ...called(details, "to", " to "),
  ],
  "member.removed": ({ details }) => [
    `removed ${text(details, "name") ?? "a member"} from the workspace`,
  ],
  "invitation.revoked": ({ details }) => [
    `withdrew the invitation of ${text(details, "email") ?? "somebody"}`,
  ],
  "password_link.created": ({ details }) => [
    `made a link for a new password for ${text(details, "name") ?? "a member"}`,
  ],
  "token.created": ({ details }) => [
    "made the API token ",
    link(`“${text(details, "name") ?? "without a name"}”`, "/settings"),
    ...asRole(details, "role"),
  ],
  "token.revoked": ({ details }) => [
    "revoked the API token ",
    link(`“${text(details, "name") ?? "without a name"}”`, "/settings"),
  ],
  "project.created": ({ details }) => ["created the project", ...called(details, "name", " ")],
  "project.changed": ({ details }) => [
    `changed ${listed(details, "changed")} of `,
    link(text(details, "project") ?? "the project", "/settings/project"),
  ],
  "project.copied": ({ details }) => [
    "copied the project",
    ...called(details, "from", " "),
    ...called(details, "name", " as "),
  ],
  "project.archived": ({ details }) => ["archived the project", ...called(details, "project", " ")],
  "project.restored": ({ details }) => [
    "brought back the project",
    ...called(details, "project", " "),
  ],
  "voice.changed": () => ["changed ", link("the voice", "/settings/voice")],
  "settings.changed": () => [
    "changed ",
    link("the measures of a good conversation", "/settings/project"),
  ],
  "taxonomy.chosen": () => ["chose ", link("who the conversations are with", "/plan")],
  "seeds.imported": ({ details }) => [
    "imported ",
    link(counted(details, "seed conversation"), "/conversations?origin=seed"),
    ...called(details, "file", " from "),
  ],
  "document.imported": (event) => ["imported ", documentLink(event)],
  "document.changed": (event) => ["changed ", documentLink(event)],
  "document.deleted": ({ details }) => [
    titleIn(details) ? `deleted the document “${titleIn(details)}”` : "deleted a document",
  ],
  "dimension.added": ({ details }) => [
    "added the dimension ",
    link(quoted(details, "name", "a dimension"), "/settings"),
  ],
  "dimension.changed": ({ details }) => [
    `${changed(details)} the dimension `,
    link(quoted(details, "name", "a dimension"), "/settings"),
  ],
  "value.added": ({ details }) => ["added ", ...valueIn(details)],
  "value.changed": ({ details }) =>
    text(details, "change") === "reordered"
      ? ["put into another order: ", link(text(details, "dimensionName") ?? "values", "/plan")]
      : [`${changed(details)} `, ...valueIn(details)],
  "values.merged": ({ details }) => [
    "merged ",
    ...valueIn(details),
    ...called(details, "intoName", " into "),
    ...bracketed(details, "count", "conversation"),
  ],
  "taxonomy.imported": ({ details }) => [
    "imported ",
    link("a taxonomy file", "/settings"),
    ...called(details, "file", ": "),
  ],
  "storyline.added": ({ details }) => ["added ", storylineLink(details)],
  "storyline.changed": ({ details }) => [`${changed(details)} `, storylineLink(details)],
  "template.added": (event) => ["added ", templateLink(event)],
  "template.saved": (event) => [
    "saved ",
    templateLink(event),
    ...bracketedNumber(event.details, "number"),
  ],
  "template.restored": (event) => [
    `brought back version ${figure(event.details, "restoredFrom") ?? ""} of `,
    templateLink(event),
    ...bracketedNumber(event.details, "number"),
  ],
  "template.retired": (event) => ["retired ", templateLink(event)],
  "template.reinstated": (event) => ["brought back ", templateLink(event)],
  "template.tested": (event) => [
    "tried a draft of ",
    templateLink(event),
    " on ",
    conversationOf(event),
  ],
  "examples.chosen": ({ details }) => [
    "chose ",
    link("the examples of the prompts", "/templates"),
    ...bracketed(details, "pinned", "conversation"),
  ],
  "plan.created": ({ details }) => [
    "added ",
    link(counted(details, "conversation"), "/plan"),
    " to the plan",
    ...span(details),
  ],
  "batch.started": (event) => [
    "started ",
    runLink(event),
    ` of ${counted(event.details, "conversation", "total")}`,
  ],
  "batch.finished": (event) => ["saw ", runLink(event), " through", ...outcome(event.details)],
  "batch.cancelled": (event) => ["stopped ", runLink(event), ...outcome(event.details)],
  "batch.retried": (event) => [
    "tried the failed ones of ",
    runLink(event),
    " again",
    ...bracketed(event.details, "count", "conversation"),
  ],
  "batch.paused": (event) =>
    text(event.details, "kind") === "person"
      ? ["paused ", runLink(event)]
      : ["saw ", runLink(event), " pause by itself"],
  "batch.resumed": (event) => ["continued ", runLink(event)],
  "batch.changed": (event) => ["gave ", runLink(event), " other limits"],
  "conversation.generated": (event) => ["had ", conversationLink(event), " written"],
  "conversation.failed": (event) => [
    "asked for ",
    conversationLink(event),
    ", which could not be written",
  ],
  "conversation.decided": (event) => [`${decided(event.details)} `, conversationLink(event)],
  "conversation.decision_undone": (event) => ["undid the decision on ", conversationLink(event)],
  "conversation.noted": (event) => [
    "left a note on ",
    ...messagePlace(event.details),
    conversationLink(event),
  ],
  // Its page is gone: the words alone.
  "conversations.deleted": (event) => ["deleted ", wordsOf(conversationLink(event))],
  "conversations.restored": (event) => ["brought back ", conversationLink(event)],
  "export.created": ({ details }) => [
    "created the training file ",
    link(text(details, "fileName") ?? "under Export", "/export"),
    ...bracketed(details, "rowCount", "conversation"),
  ],
};

function text(details: Told["details"], key: string): string | undefined {
  const value = details[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function figure(details: Told["details"], key: string): number | undefined {
  const value = details[key];
  return typeof value === "number" ? value : undefined;
}

const fieldWords: Record<string, string> = {
  name: "the name",
  description: "the description",
  language: "the language",
  currency: "the currency",
};

/** Names of changed fields in words: "the name and the language". */
function listed(details: Told["details"], key: string): string {
  const names = details[key];
  if (!Array.isArray(names) || names.length === 0) return "something";
  const words = names.map((name) => fieldWords[String(name)] ?? String(name));
  return new Intl.ListFormat("en").format(words);
}

function link(words: string, path: string): SentencePart {
  return { text: words, path };
}

function called(details: Told["details"], key: string, before: string): SentencePart[] {
  const value = text(details, key);
  return value ? [before + value] : [];
}

function asRole(details: Told["details"], key: string): SentencePart[] {
  return called(details, key, " as ");
}

function counted(details: Told["details"], one: string, key = "count"): string {
  const count = figure(details, key) ?? figure(details, "count") ?? figure(details, "added");
  return count === undefined ? `${one}s` : formatCounted(count, one);
}

function bracketed(details: Told["details"], key: string, one: string): SentencePart[] {
  const count = figure(details, key);
  return count === undefined ? [] : [` (${formatCounted(count, one)})`];
}

function titleIn(details: unknown): string | undefined {
  if (typeof details !== "object" || details === null) return undefined;
  const known = details as Told["details"];
  return text(known, "title") ?? text(known, "fileName");
}

/** One document by its title, where the event holds it, or how many at once. */
function documentLink({ targetKind, targetId, details }: Told): SentencePart {
  if (targetKind !== "document") return link(counted(details, "document"), "/sources");
  const title = titleIn(details) ?? titleIn(details.after);
  return link(title ? `the document “${title}”` : "a document", `/sources/${targetId}`);
}

function wordsOf(part: SentencePart): string {
  return typeof part === "string" ? part : part.text;
}

function templateLink({ targetId, details }: Told): SentencePart {
  return link(
    `the template “${text(details, "name") ?? "without a name"}”`,
    `/templates/${targetId}`,
  );
}

function bracketedNumber(details: Told["details"], key: string): SentencePart[] {
  const number = figure(details, key);
  return number === undefined ? [] : [` (version ${number})`];
}

function conversationOf({ details }: Told): SentencePart {
  const id = text(details, "conversationId");
  return link(text(details, "reference") ?? "a conversation", `/conversations/${id ?? ""}`);
}

function runLink({ targetKind, targetId, details }: Told): SentencePart {
  const number = figure(details, "number");
  const path = targetKind === "batch" ? `/runs/${targetId}` : "/runs";
  return link(number === undefined ? "a run" : `run ${number}`, path);
}

/** One conversation by its reference, or how many at once. */
function conversationLink({ targetKind, targetId, details }: Told): SentencePart {
  const count = figure(details, "count");
  if (targetKind === "conversation" && (count === undefined || count === 1)) {
    return link(text(details, "reference") ?? "a conversation", `/conversations/${targetId}`);
  }
  return link(counted(details, "conversation"), "/conversations");
}

function decided(details: Told["details"]): string {
  const decision = text(details, "decision");
  if (decision === "approve") return "approved";
  if (decision === "reject") return "rejected";
  if (decision === "flag") return "flagged";
  return "decided on";
}

function messagePlace(details: Told["details"]): SentencePart[] {
  const position = figure(details, "messagePosition");
  return position === undefined ? [] : [`message ${position + 1} of `];
}

function quoted(details: Told["details"], key: string, otherwise: string): string {
  const value = text(details, key);
  return value ? `“${value}”` : otherwise;
}

/** "edited", "retired" or "brought back". */
function changed(details: Told["details"]): string {
  return text(details, "change") ?? "changed";
}

function valueIn(details: Told["details"]): SentencePart[] {
  const dimension = text(details, "dimensionName");
  return [
    link(quoted(details, "name", "a value"), "/plan"),
    ...(dimension ? [` (${dimension})`] : []),
  ];
}

function storylineLink(details: Told["details"]): SentencePart {
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

function span(details: Told["details"]): SentencePart[] {
  const first = text(details, "firstReference");
  const last = text(details, "lastReference");
  if (!first) return [];
  return [first === last || !last ? ` (${first})` : ` (${first} to ${last})`];
}

function outcome(details: Told["details"]): SentencePart[] {
  const done = figure(details, "done");
  if (done === undefined) return [];
  const failed = figure(details, "failed") ?? 0;
  return [failed > 0 ? `: ${done} written, ${failed} failed` : `: ${done} written`];
}

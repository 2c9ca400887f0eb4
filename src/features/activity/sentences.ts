import {
  asRole,
  bracketed,
  bracketedNumber,
  called,
  changed,
  comparedSides,
  conversationLink,
  conversationOf,
  counted,
  decided,
  documentLink,
  figure,
  link,
  listed,
  messagePlace,
  outcome,
  quoted,
  runLink,
  span,
  storylineLink,
  templateLink,
  text,
  titleIn,
  valueIn,
  wordsOf,
  type Sentence,
  type SentencePart,
  type Told,
} from "./sentence-parts.ts";
import { writerSentences } from "./writer-sentences.ts";
import type { AuditAction } from "#/core/audit/schema.ts";

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
  ...writerSentences,
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
    link(quoted(details, "name", "a dimension"), "/settings/dimensions"),
  ],
  "dimension.changed": ({ details }) => [
    `${changed(details)} the dimension `,
    link(quoted(details, "name", "a dimension"), "/settings/dimensions"),
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
    link("a taxonomy file", "/settings/dimensions"),
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
    ...comparedSides(event.details),
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

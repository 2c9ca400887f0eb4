import {
  called,
  figure,
  link,
  listed,
  text,
  type Sentence,
  type SentencePart,
  type Told,
} from "./sentence-parts.ts";
import { formatMoney } from "#/lib/format.ts";

/** What happened to connections, their models and prices, terms, caps and the master key. */
export const writerSentences = {
  "writer.added": (event) => [
    "connected ",
    writerLink(event),
    ...called(event.details, "baseUrl", " at "),
  ],
  "writer.changed": (event) => [
    `changed ${listed(event.details, "changed")} of `,
    writerLink(event),
  ],
  "writer.removed": ({ details }) => [
    `removed the writer ${text(details, "name") ?? ""}`.trimEnd(),
  ],
  "writer.tested": (event) => [
    "tested ",
    writerLink(event),
    event.details.failure ? ": it failed" : ": it works",
  ],
  "prices.set": (event) => [
    "set the prices of ",
    ...called(event.details, "model", ""),
    " at ",
    writerLink(event),
  ],
  "model.removed": (event) => [
    "took ",
    text(event.details, "model") ?? "a model",
    " off the list of ",
    writerLink(event),
  ],
  "task_writer.chosen": ({ details }) => {
    const task = taskWords[text(details, "task") ?? ""] ?? "a task";
    const label = text(details, "label");
    if (!label) return ["withdrew the choice of a model for ", link(task, "/settings/writers")];
    return [`chose ${label} for `, link(task, "/settings/writers")];
  },
  "terms.accepted": (event) => [
    "accepted what using ",
    writerLink(event),
    " means",
    ...called(event.details, "signedName", ", signed "),
  ],
  "monthly_cap.set": ({ details }) => [
    "set ",
    link("the monthly cap", "/settings/spending"),
    ` to ${capWords(details)}`,
  ],
  "project_cap.set": ({ details }) => [
    "set ",
    link("the cap", "/settings/spending"),
    ...called(details, "project", " of "),
    ` to ${capWords(details)}`,
  ],
  "master_key.changed": () => ["had the writers' keys wrapped with a new master key"],
} satisfies Record<string, Sentence>;

const taskWords: Record<string, string> = {
  write: "writing",
  suggest: "suggesting",
  judge: "judging",
};

function writerLink({ details }: Told): SentencePart {
  return link(text(details, "name") ?? "a writer", "/settings/writers");
}

function capWords(details: Told["details"]): string {
  const micros = figure(details, "capMicros");
  return micros === undefined ? "none" : formatMoney(micros);
}

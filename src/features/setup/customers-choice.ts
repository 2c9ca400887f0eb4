import type { z } from "zod";
import type { StarterPackKey } from "#/core/projects/schema.ts";
import {
  type ChoosableDimension,
  choosableDimensions,
  type taxonomyChoiceSchema,
} from "#/core/taxonomy/choice-schema.ts";
import type { Taxonomy } from "#/core/taxonomy/schema.ts";

/** What the step holds while it is being filled in. */
export interface CustomersForm {
  kind: "starter" | "own";
  pack: StarterPackKey;
  /** Keys of the pack that are left out. */
  leaveOut: Record<ChoosableDimension, string[]>;
  /** One customer type a line, a description after a colon. */
  personas: string[];
  topics: string[];
}

/** The form that stands for what the project has now. */
export function formOfTaxonomy(
  taxonomy: Taxonomy,
  packs: readonly { key: StarterPackKey; taxonomy: Taxonomy }[],
): CustomersForm {
  const keys = (from: Taxonomy, dimension: string) =>
    from.dimensions.find(({ key }) => key === dimension)?.values.map(({ key }) => key) ?? [];
  const present = keys(taxonomy, "persona");
  const pack = packs.find(({ taxonomy: whole }) => {
    const known = new Set(keys(whole, "persona"));
    return present.length > 0 && present.every((key) => known.has(key));
  });
  const isOwn = !pack && present.length > 0;
  const lines = (dimension: string) =>
    taxonomy.dimensions
      .find(({ key }) => key === dimension)
      ?.values.map(({ label, description }) => [label, description].filter(Boolean).join(": ")) ??
    [];
  return {
    kind: isOwn ? "own" : "starter",
    pack: pack?.key ?? "starter",
    leaveOut: Object.fromEntries(
      choosableDimensions.map((dimension) => {
        const here = new Set(keys(taxonomy, dimension));
        const whole = pack ? keys(pack.taxonomy, dimension) : [];
        return [dimension, whole.filter((key) => !here.has(key))];
      }),
    ) as CustomersForm["leaveOut"],
    personas: isOwn ? lines("persona") : [],
    topics: isOwn ? lines("topic") : [],
  };
}

/** The form as the server takes it. */
export function choiceOf({
  kind,
  pack,
  leaveOut,
  personas,
  topics,
}: CustomersForm): z.input<typeof taxonomyChoiceSchema> {
  if (kind === "starter") return { kind, pack, leaveOut };
  const values = (lines: readonly string[]) =>
    lines
      .map((line) => line.trim())
      .filter(Boolean)
      .map((line) => {
        const [label = "", ...rest] = line.split(":");
        return { label: label.trim(), description: rest.join(":").trim() };
      });
  return { kind, personas: values(personas), topics: values(topics) };
}

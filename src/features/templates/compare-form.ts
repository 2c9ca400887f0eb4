import type { startBatchInput } from "#/core/generation/schema.ts";
import type { SplitInput } from "#/core/generation/split-schema.ts";
import type { Template } from "#/core/templates/schema.ts";
import type { WriterChoice, WriterName } from "#/core/writers/schema.ts";
import { keyOfWriter, readDollars, readWhole } from "#/features/generation/generate-form.ts";
import type { z } from "zod";

/** What the dialog's fields hold. */
export interface CompareForm {
  over: SplitInput["over"];
  templateId: string | null;
  /** Numbers of versions, or keys of writers; null: not chosen yet. */
  sides: (string | null)[];
  /** Over templates: who writes both; null: the one chosen for the project. */
  writer: WriterName | null;
  rows: string;
  stopAt: string;
}

export const MOST_ROWS = 10_000;

/** Templates with more than one version, which can be held against each other. */
export function comparable(templates: readonly Template[]): Template[] {
  return templates.filter(({ versions, retiredAt }) => versions.length > 1 && retiredAt === null);
}

/** The newest version against the one before it, of the first template that has two. */
export function emptyCompareForm(templates: readonly Template[]): CompareForm {
  const [first] = comparable(templates);
  return {
    over: first ? "template" : "writer",
    templateId: first?.id ?? null,
    sides: first ? newestTwo(first) : [null, null],
    writer: null,
    rows: "20",
    stopAt: "",
  };
}

export function newestTwo({ versions }: Template): string[] {
  return versions
    .slice(0, 2)
    .map(({ number }) => String(number))
    .toReversed();
}

/** What the fields ask for; null as long as they ask for nothing whole. */
export interface ReadCompareForm {
  wish: Pick<z.input<typeof startBatchInput>, "selection" | "split" | "limit" | "writer"> | null;
  capMicros: number | undefined;
  errors: Partial<Record<"sides" | "rows" | "stopAt", string>>;
}

export function readCompareForm(
  form: CompareForm,
  templates: readonly Template[],
  choices: readonly WriterChoice[],
): ReadCompareForm {
  const errors: ReadCompareForm["errors"] = {};
  const rows = readWhole(form.rows, MOST_ROWS, "At most 10,000 in one comparison.");
  if (typeof rows === "string") errors.rows = rows;
  else if (rows === undefined) errors.rows = "Enter how many conversations are to be written.";
  else if (rows < form.sides.length) errors.rows = "Each side needs at least one.";
  const cap = readDollars(form.stopAt);
  if (typeof cap === "string") errors.stopAt = cap;
  const chosen = form.sides.filter((side) => side !== null);
  if (new Set(chosen).size < chosen.length)
    errors.sides = "Two sides are the same: choose another.";
  const template = templates.find(({ id }) => id === form.templateId);
  const arms =
    form.over === "template" ? versionArms(chosen, template) : writerArms(chosen, choices);
  const isWhole = arms.length === form.sides.length && Object.keys(errors).length === 0;
  return {
    wish:
      isWhole && typeof rows === "number"
        ? {
            selection: {
              kind: "filter",
              filter: {
                status: ["not_generated"],
                ...(form.over === "template" && template && { labels: { tier: [template.tier] } }),
              },
            },
            limit: rows,
            split: { over: form.over, arms },
            ...(form.over === "template" && form.writer && { writer: form.writer }),
          }
        : null,
    capMicros: typeof cap === "number" ? cap : undefined,
    errors,
  };
}

function versionArms(numbers: readonly string[], template: Template | undefined) {
  return numbers.flatMap((number): SplitInput["arms"] => {
    const version = template?.versions.find((each) => String(each.number) === number);
    return version ? [{ label: `Version ${number}`, templateVersionIds: [version.id] }] : [];
  });
}

function writerArms(keys: readonly string[], choices: readonly WriterChoice[]) {
  return keys.flatMap((key): SplitInput["arms"] => {
    const choice = choices.find((each) => keyOfWriter(each) === key);
    if (!choice) return [];
    const { provider, model, label } = choice;
    return [{ label: label.slice(0, 80), writer: { provider, model } }];
  });
}

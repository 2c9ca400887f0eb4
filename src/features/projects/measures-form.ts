import type { ProjectSettings } from "#/core/projects/schema.ts";
import { type Tier, tiers } from "#/core/taxonomy/schema.ts";

type Typed = number | string;
/** What stands in the fields; a number field that was emptied holds "". The share is in percent. */
export interface MeasuresForm {
  userWords: [Typed, Typed];
  assistantWords: [Typed, Typed];
  lengthCompliance: Typed;
  messageCount: Record<Tier, [Typed, Typed]>;
}

export function formOf(settings: ProjectSettings): MeasuresForm {
  return { ...settings, lengthCompliance: Math.round(settings.lengthCompliance * 1000) / 10 };
}

type Measures = Pick<
  ProjectSettings,
  "userWords" | "assistantWords" | "lengthCompliance" | "messageCount"
>;

/** The form as numbers; a field that holds none is named as the server would name it. */
export function readMeasures(
  form: MeasuresForm,
): { measures: Measures } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const number = (field: string, typed: Typed): number => {
    const value = typeof typed === "number" ? typed : Number(typed);
    if (typed !== "" && Number.isFinite(value)) return value;
    errors[field] = "Enter a number.";
    return 0;
  };
  const band = (field: string, [low, high]: [Typed, Typed]): [number, number] => [
    number(field, low),
    number(field, high),
  ];
  const counts = tiers.map((tier) => [
    tier,
    band(`settings.messageCount.${tier}`, form.messageCount[tier]),
  ]);
  const measures = {
    userWords: band("settings.userWords", form.userWords),
    assistantWords: band("settings.assistantWords", form.assistantWords),
    lengthCompliance: number("settings.lengthCompliance", form.lengthCompliance) / 100,
    messageCount: Object.fromEntries(counts) as Measures["messageCount"],
  };
  return Object.keys(errors).length > 0 ? { errors } : { measures };
}

/** Errors of the server by the field that shows them: "settings.userWords.1" stands at "settings.userWords". */
export function errorAt(
  fields: readonly { field: string; message: string }[],
  name: string,
): string | undefined {
  return fields.find(({ field }) => field === name || field.startsWith(`${name}.`))?.message;
}

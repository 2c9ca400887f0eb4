import type { PlanInput } from "#/core/planning/schema.ts";
import { type Tier, tiers } from "#/core/taxonomy/schema.ts";

/** What stands in the fields; a number field that was emptied holds "". */
export interface PlanForm {
  counts: Record<Tier, number | string>;
  seed: number | string;
}

export const firstForm: PlanForm = {
  counts: { template: 40, scenario: 35, edge_case: 15 },
  seed: 1,
};

export type PlanFieldErrors = Record<string, string>;
type Planned = Required<Pick<PlanInput, "counts" | "seed">>;
type Asked = Pick<PlanInput, "counts" | "seed">;

/** The form as numbers, or what is wrong at which field. Limits are the server's business. */
export function readForm(form: PlanForm): { plan: Planned } | { errors: PlanFieldErrors } {
  const errors: PlanFieldErrors = {};
  const take = (field: string, value: number | string): number => {
    const number = typeof value === "number" ? value : Number(value);
    if (value !== "" && Number.isInteger(number)) return number;
    errors[field] = "Enter a whole number.";
    return 0;
  };
  const plan = {
    counts: {
      template: take("counts.template", form.counts.template),
      scenario: take("counts.scenario", form.counts.scenario),
      edge_case: take("counts.edge_case", form.counts.edge_case),
    },
    seed: take("seed", form.seed),
  };
  return Object.keys(errors).length > 0 ? { errors } : { plan };
}

/** All three counts together; what isn't a number counts nothing. */
export function totalOf(form: PlanForm): number {
  return tiers.reduce((total, tier) => total + (Number(form.counts[tier]) || 0), 0);
}

/** Two plans are the same question to the server. */
export function isSamePlan(a: Planned, b: Asked): boolean {
  return a.seed === b.seed && tiers.every((tier) => a.counts[tier] === b.counts?.[tier]);
}

/** Errors of the server that belong to a field of the form, and the sentences of those that don't. */
export function splitErrors(fields: readonly { field: string; message: string }[]): {
  atFields: PlanFieldErrors;
  others: string[];
} {
  const known = new Set(["seed", ...tiers.map((tier) => `counts.${tier}`)]);
  return {
    atFields: Object.fromEntries(
      fields.filter(({ field }) => known.has(field)).map(({ field, message }) => [field, message]),
    ),
    others: fields.filter(({ field }) => !known.has(field)).map(({ message }) => message),
  };
}

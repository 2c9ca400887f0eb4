import { z } from "zod";
import type { RowPlan } from "../conversations/schema.ts";
import type { TaxonomyValue } from "../taxonomy/schema.ts";
import type { Random } from "#/lib/random.ts";

const range = (low: number, high: number) =>
  z
    .tuple([z.number(), z.number()])
    .transform(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const)
    .catch([low, high]);
const names = z.array(z.string().trim().min(1)).min(1);

/** What a persona may say of the people it stands for; each part falls back to an ordinary one. */
const attributesSchema = z.object({
  ageRange: range(25, 65),
  incomeRange: range(32_000, 95_000),
  occupations: z.array(z.string().trim().min(1)).catch([]),
  firstNames: names.catch([
    "Alex",
    "Robin",
    "Jamie",
    "Morgan",
    "Casey",
    "Taylor",
    "Jordan",
    "Riley",
    "Quinn",
    "Avery",
    "Rowan",
    "Charlie",
    "Sasha",
    "Dana",
    "Noel",
    "Frankie",
    "Jules",
    "Lee",
    "Toni",
    "Kit",
  ]),
});

/**
 * Draws people from a persona's ranges: names and occupations in turn, so that none comes again before
 * all have come. Money in the project's currency; income a year, rounded to 500, savings to 100.
 */
export function createPersonDrawer(
  persona: TaxonomyValue,
  random: Random,
): () => RowPlan["person"] {
  const { ageRange, incomeRange, occupations, firstNames } = attributesSchema.parse(
    persona.attributes,
  );
  const nextName = inTurn(firstNames, random);
  const nextOccupation = inTurn(occupations, random);
  return () => {
    const age = random.integer(Math.round(ageRange[0]), Math.round(ageRange[1]));
    const income =
      Math.round((incomeRange[0] + random.next() * (incomeRange[1] - incomeRange[0])) / 500) * 500;
    // Few people have much, and older ones had longer: a square of chance, up to a multiple of income.
    const years = 0.02 + random.next() ** 2 * Math.max(0.3, (age - 22) * 0.12);
    return {
      firstName: nextName() ?? "Alex",
      age,
      occupation: nextOccupation() ?? "",
      income,
      savings: Math.round((income * years) / 100) * 100,
    };
  };
}

function inTurn(list: readonly string[], random: Random): () => string | undefined {
  let left: string[] = [];
  return () => {
    if (left.length === 0) left = random.shuffle(list);
    return left.pop();
  };
}

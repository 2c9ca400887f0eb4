import { z } from "zod";
import { writerNameSchema } from "../writers/schema.ts";

/** What the sides of a comparison differ in. */
export const splitKinds = ["template", "writer"] as const;

/** More sides need more decisions than anybody makes. */
export const MOST_ARMS = 4;

const armInput = z.object({
  /** What people call it: "Version 3". */
  label: z
    .string()
    .trim()
    .min(1, "Give each side a name.")
    .max(80, "The name of a side has at most 80 characters."),
  /** Over templates: versions that write instead of those in use, at most one of each template. */
  templateVersionIds: z.array(z.uuid()).min(1, "Choose a version.").max(50).optional(),
  /** Over writers: who writes. */
  writer: writerNameSchema.optional(),
});
type ArmInput = z.infer<typeof armInput>;

/** Deals the rows of a batch to two to four sides, to be compared afterwards. */
export const splitInput = z
  .object({
    over: z.enum(splitKinds),
    arms: z
      .array(armInput)
      .min(2, "A comparison has at least two sides.")
      .max(MOST_ARMS, `A comparison has at most ${MOST_ARMS} sides.`),
  })
  .superRefine(({ over, arms }, issues) => {
    const wanted = over === "template" ? "templateVersionIds" : "writer";
    const other = over === "template" ? "writer" : "templateVersionIds";
    for (const [at, arm] of arms.entries()) {
      const fault = (field: keyof ArmInput, message: string) =>
        issues.addIssue({ code: "custom", path: ["arms", at, field], message });
      const before = arms.slice(0, at);
      if (arm[other] !== undefined) {
        fault(other, `Sides that differ in the ${over} differ in nothing else: leave this out.`);
      }
      if (arm[wanted] === undefined) {
        fault(wanted, over === "template" ? "Choose a version." : "Choose a writer.");
      } else if (before.some((each) => keyOf(each) === keyOf(arm))) {
        fault(wanted, "Two sides are the same: choose another.");
      }
      if (before.some(({ label }) => label === arm.label)) {
        fault("label", "Two sides have this name: give each one of its own.");
      }
    }
  });
export type SplitInput = z.infer<typeof splitInput>;

function keyOf({ templateVersionIds, writer }: ArmInput): string {
  return JSON.stringify([templateVersionIds?.toSorted(), writer?.provider, writer?.model]);
}

/** What a batch keeps of it. The items name their arm by its place. */
export const storedSplitSchema = z.object({
  over: z.enum(splitKinds),
  arms: z
    .array(
      z.object({
        label: z.string(),
        templateVersionIds: z.array(z.string()).nullable(),
        writer: z.object({
          provider: z.string(),
          model: z.string(),
          label: z.string(),
          isPractice: z.boolean(),
        }),
      }),
    )
    .min(2),
});
export type StoredSplit = z.infer<typeof storedSplitSchema>;

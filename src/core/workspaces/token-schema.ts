import { z } from "zod";
import { roleSchema } from "./schema.ts";

/** Days for which a token works unless another number is given. */
export const DAYS_VALID = 90;

export const createApiTokenInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Enter a name for the token, such as the program that will use it.")
    .max(120, "A token's name has at most 120 characters."),
  /** At most the maker's own role. */
  role: roleSchema,
  /** Null: until it is revoked. */
  expiresInDays: z
    .number("Enter a number of days.")
    .int("Enter a whole number of days.")
    .min(1, "A token works for at least one day.")
    .max(3650, "A token works for at most 3,650 days.")
    .nullable()
    .default(DAYS_VALID),
});
export type CreateApiTokenInput = z.input<typeof createApiTokenInput>;

export const apiTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The role it was made with; it acts with the lower of this and its maker's present one. */
  role: roleSchema,
  /** Its first characters, such as "bright_4f9aQx". */
  startsWith: z.string(),
  createdBy: z.string(),
  createdByName: z.string(),
  createdAt: z.date(),
  /** To the minute. */
  lastUsedAt: z.date().nullable(),
  expiresAt: z.date().nullable(),
});
export type ApiToken = z.infer<typeof apiTokenSchema>;

/** The only time that the token itself leaves the server. */
export const madeApiTokenSchema = apiTokenSchema.extend({ token: z.string() });
export type MadeApiToken = z.infer<typeof madeApiTokenSchema>;

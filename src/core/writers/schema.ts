import { z } from "zod";

/** What a model is asked for: writing conversations, suggesting taxonomy values, judging texts. */
export const writerTasks = ["write", "suggest", "judge"] as const;
export type WriterTask = (typeof writerTasks)[number];
const writerTaskSchema = z.enum(writerTasks);

/** One model of one provider: "practice", or a connection's id. */
export const writerNameSchema = z.object({
  provider: z.string().min(1).max(100),
  model: z.string().min(1).max(200),
});
export type WriterName = z.infer<typeof writerNameSchema>;

/** Anthropic itself, or any server that speaks OpenAI's chat API (OpenAI, where no address is given). */
export const connectionKinds = ["anthropic", "openai_compatible"] as const;
export const connectionKindSchema = z.enum(connectionKinds);
export type ConnectionKind = (typeof connectionKinds)[number];

export const MOST_CONCURRENT_CALLS = 200;
/** Dollars for a million tokens. The dearest models cost a tenth of it. */
const HIGHEST_PRICE = 1_000;

const connectionName = z
  .string()
  .trim()
  .min(1, "Enter a name, such as the vendor's or the machine's.")
  .max(60, "A name has at most 60 characters.");
const baseUrl = z
  .string()
  .trim()
  .max(500, "An address has at most 500 characters.")
  .transform((text) => text.replace(/\/+$/, ""))
  .nullable();
// What stands in a header: anything else was copied by mistake, or breaks the request.
const apiKey = z
  .string()
  .trim()
  .regex(
    /^[\u0021-\u007e]*$/,
    "A key has no spaces, line breaks or special characters. Copy it again.",
  )
  .max(1_000, "A key has at most 1,000 characters.");
const concurrency = z
  .number("Enter a whole number.")
  .int("Enter a whole number.")
  .min(1, "At least 1 call at a time.")
  .max(MOST_CONCURRENT_CALLS, `At most ${MOST_CONCURRENT_CALLS} calls at a time.`);

export const addConnectionInput = z.object({
  kind: connectionKindSchema,
  name: connectionName,
  baseUrl: baseUrl.default(null),
  /** Addresses of this machine and of private networks may be called. */
  isPrivateAllowed: z.boolean().default(false),
  /** Travels in only; empty where the server asks for none. */
  apiKey: apiKey.default(""),
  concurrency: concurrency.default(8),
});
export const updateConnectionInput = z.object({
  connectionId: z.uuid(),
  name: connectionName.optional(),
  baseUrl: baseUrl.optional(),
  isPrivateAllowed: z.boolean().optional(),
  /** A new key; "" takes the key away; left out, it stays. */
  apiKey: apiKey.optional(),
  concurrency: concurrency.optional(),
});
export const connectionInput = z.object({ connectionId: z.uuid() });

const price = z
  .number("Enter a price in dollars.")
  .min(0, "A price can't be below 0.")
  .max(
    HIGHEST_PRICE,
    `More than $${HIGHEST_PRICE} for a million tokens can't be right: enter the price of a million tokens.`,
  );

/** In millionths of a US dollar per token, which is the same figure as dollars per million tokens. */
export const enteredPricesSchema = z.object({
  input: price,
  output: price,
  /** Left out, the price of plain input. */
  cacheRead: price.optional(),
  cacheWrite: price.optional(),
});

export const modelNameSchema = z
  .string()
  .trim()
  .min(1, "Enter the model's name as the server knows it.")
  .max(200, "A model's name has at most 200 characters.");
export const setPricesInput = z.object({
  connectionId: z.uuid(),
  model: modelNameSchema,
  /** Null takes the model off the list. */
  prices: enteredPricesSchema.nullable(),
  /** Needed where all prices are 0: only a server of one's own costs nothing. */
  isFreeConfirmed: z.boolean().default(false),
});

export const setTaskWriterInput = z.object({
  /** Null: for every project without a choice of its own. */
  projectId: z.uuid().nullable(),
  task: writerTaskSchema,
  /** Null: no choice here any more. */
  writer: writerNameSchema.nullable(),
});

export const acceptTermsInput = z.object({
  connectionId: z.uuid(),
  signedName: z
    .string()
    .trim()
    .min(2, "Type your name.")
    .max(120, "A name has at most 120 characters."),
  /** Of the statement that was shown. */
  statementHash: z.string().regex(/^[0-9a-f]{64}$/),
});

const pricesSchema = z.object({
  input: z.number(),
  output: z.number(),
  cacheRead: z.number(),
  cacheWrite: z.number(),
  /** What a call in a batch of the vendor's costs, as a share of the above; null: it has no batches. */
  batchShare: z.number().nullable(),
});

export const connectionModelSchema = z.object({
  model: z.string(),
  label: z.string(),
  prices: pricesSchema,
  /** "ours": from the product's price list; "yours": entered here. */
  source: z.enum(["ours", "yours"]),
  /** Since when entered prices hold. */
  since: z.date().nullable(),
});
export type ConnectionModel = z.infer<typeof connectionModelSchema>;

export const termsSchema = z.object({
  /** "Anthropic", or the host of a server. */
  vendor: z.string(),
  parts: z.array(z.object({ title: z.string(), text: z.string() })),
  /** Where the vendor's own words stand; nothing is loaded from there. */
  links: z.array(z.object({ label: z.string(), url: z.string() })),
  /** What one says by typing the name. */
  declaration: z.string(),
  hash: z.string(),
});
export type Terms = z.infer<typeof termsSchema>;

/** What was wrong when a connection was tried last, and the field where it can be mended. */
export const checkFailureSchema = z.object({
  code: z.string(),
  message: z.string(),
  field: z.enum(["baseUrl", "apiKey", "model"]).nullable(),
});
export type CheckFailure = z.infer<typeof checkFailureSchema>;

export const connectionSchema = z.object({
  id: z.string(),
  kind: connectionKindSchema,
  name: z.string(),
  baseUrl: z.string().nullable(),
  isPrivateAllowed: z.boolean(),
  hasKey: z.boolean(),
  /** Null too where the key is so short that they would tell too much. */
  keyLast4: z.string().nullable(),
  concurrency: z.number().int(),
  checkedAt: z.date().nullable(),
  checkFailure: checkFailureSchema.nullable(),
  createdByName: z.string(),
  createdAt: z.date(),
  models: z.array(connectionModelSchema),
  terms: termsSchema,
  /** Null until somebody accepted the terms of this vendor. */
  accepted: z.object({ signedName: z.string(), at: z.date() }).nullable(),
});
export type Connection = z.infer<typeof connectionSchema>;

/** One model that can be chosen for something, or what is still missing for it. */
export const writerChoiceSchema = z.object({
  provider: z.string(),
  model: z.string(),
  /** "Claude Sonnet 5.5 (Anthropic)". */
  label: z.string(),
  isPractice: z.boolean(),
  isReady: z.boolean(),
  whyNot: z.string().nullable(),
  prices: pricesSchema,
});
export type WriterChoice = z.infer<typeof writerChoiceSchema>;

/** Who does a task: the project's own choice, the workspace's, and what comes of the two. */
export const taskChoiceSchema = z.object({
  task: writerTaskSchema,
  project: writerNameSchema.nullable(),
  workspace: writerNameSchema.nullable(),
});
export type TaskChoice = z.infer<typeof taskChoiceSchema>;

export const testConnectionInput = z.object({
  connectionId: z.uuid(),
  /** On whose record the call stands. */
  projectId: z.uuid(),
  /** The cheapest one where none is named. */
  model: modelNameSchema.optional(),
});
export const testStepSchema = z.object({
  step: z.enum(["reach", "call"]),
  state: z.enum(["passed", "failed", "skipped"]),
  message: z.string(),
});
export const connectionTestSchema = z.object({
  steps: z.array(testStepSchema),
  failure: checkFailureSchema.nullable(),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>;

export const listedModelSchema = z.object({
  model: z.string(),
  label: z.string(),
  contextTokens: z.number().nullable(),
  maxOutputTokens: z.number().nullable(),
});

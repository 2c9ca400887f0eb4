import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { composeAnswer, readWishes } from "./answers.ts";
import { fillSchema } from "./fill-schema.ts";
import { countTokens } from "./tokens.ts";
import { messageSchema } from "#/core/conversations/schema.ts";
import { outputSchema } from "#/core/generation/prompt-values.ts";
import { projectSettingsSchema } from "#/core/projects/schema.ts";
import { roleLeakage } from "#/core/quality/checks/role-leakage.ts";
import { structure } from "#/core/quality/checks/structure.ts";
import { repositoryRoot } from "#/lib/repository-root.ts";
import { createRandom } from "#/lib/random.ts";
import { countWords } from "#/lib/words.ts";

const wishes = { messages: 12, userWords: [15, 60], assistantWords: [80, 240] };

function read(text: string) {
  const answer = z
    .object({
      messages: z.array(z.object({ role: z.enum(["user", "assistant"]), content: z.string() })),
    })
    .parse(JSON.parse(text));
  return answer.messages;
}

test.each(["template", "scenario", "edge_case"])(
  "reads the form out of the product's template %s",
  async (name) => {
    const file = join(repositoryRoot(), `src/core/templates/defaults/${name}.md`);
    const prompt = (await readFile(file, "utf8"))
      .replaceAll("{{message_count}}", "12")
      .replaceAll("{{user_words}}", "15 to 60")
      .replaceAll("{{assistant_words}}", "80 to 240");
    expect(readWishes(prompt)).toEqual(wishes);
  },
);

test("whatever is asked for: the count, the turns, the bands, and no two alike", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 8, max: 60 }),
      fc.integer({ min: 20, max: 200 }),
      fc.integer({ min: 500, max: 6_000 }),
      fc.uuid(),
      (pairs, user, adviser, outputTokens, seed) => {
        const prompt = `- Exactly ${pairs * 2} messages, which is ${pairs} exchanges.\n- A client's message has ${user} to ${user + 30} words, an answer ${adviser} to ${adviser + 90}.`;
        const request = { model: "m", prompt, schema: outputSchema, outputTokens, seed };
        const text = composeAnswer(request);
        expect(composeAnswer(request)).toBe(text);
        const messages = read(text);
        expect(messages).toHaveLength(pairs * 2);
        for (const [place, { role, content }] of messages.entries()) {
          expect(role).toBe(place % 2 === 0 ? "user" : "assistant");
          const low = role === "user" ? user : adviser;
          expect(countWords(content)).toBeGreaterThanOrEqual(low);
          expect(countWords(content)).toBeLessThanOrEqual(low + (role === "user" ? 30 : 90));
        }
        expect(seen.has(text)).toBe(false);
        seen.add(text);
      },
    ),
  );
});

test("where the bands leave room, the answer has about the tokens that were drawn", () => {
  const prompt =
    "- Exactly 14 messages.\n- A client's message has 10 to 90 words, an answer 40 to 500.";
  for (const outputTokens of [2_000, 3_000, 4_000]) {
    const request = { model: "m", prompt, schema: outputSchema, outputTokens, seed: "s" };
    const written = countTokens(composeAnswer(request));
    expect(Math.abs(written - outputTokens) / outputTokens).toBeLessThan(0.12);
  }
});

test("the product takes the answer: it is parsed, whole, and nobody falls out of a role", () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const prompt =
      "- Exactly 12 messages.\n- A client's message has 3 to 40 words, an answer 20 to 90.";
    const text = composeAnswer({
      model: "m",
      prompt,
      schema: outputSchema,
      outputTokens: 1_500,
      seed: `${seed}`,
    });
    const { messages } = z.object({ messages: z.array(messageSchema) }).parse(JSON.parse(text));
    const settings = projectSettingsSchema.parse({});
    const conversation = { messages, planWords: [], tier: "template", settings } as const;
    for (const check of [structure, roleLeakage]) {
      const outcome = check.run(conversation);
      expect(outcome).toMatchObject({ value: 1 });
    }
  }
});

test("fills schemas with what they allow", () => {
  const shape = z.object({
    name: z.string().max(20),
    kind: z.enum(["a", "b"]),
    fixed: z.literal(7),
    amount: z.number().min(3).max(9),
    whole: z.int().min(0).max(100),
    many: z
      .array(z.object({ flag: z.boolean(), note: z.string().nullable() }))
      .min(1)
      .max(3),
    either: z.union([z.string(), z.number()]),
    when: z.iso.datetime(),
  });
  const schema = z.toJSONSchema(shape) as Record<string, unknown>;
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      expect(() => shape.parse(fillSchema(schema, createRandom(seed)))).not.toThrow();
    }),
  );
});

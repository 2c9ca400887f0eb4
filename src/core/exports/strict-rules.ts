/** A broken rule of the STRICT profile; `index` counts the row's own messages from 0, null: the row. */
export interface StrictProblem {
  index: number | null;
  rule: string;
}

const roles = ["system", "user", "assistant"];

/**
 * Checks one training row against the STRICT profile: what the loaders of OpenAI's cookbook, Together,
 * mistral-finetune, torchtune, LLaMA-Factory and TRL all took without dropping or rejecting it.
 * The row is exactly `{"messages":[{"role","content"},…]}`; at most one system message, first; then user
 * and assistant strictly in turn, the user first, the assistant last; no content empty after trimming.
 * @param row anything, such as a parsed line of a file. @returns every broken rule as a sentence.
 */
export function checkStrictRow(row: unknown): StrictProblem[] {
  if (!isRecord(row) || !hasOnlyKeys(row, ["messages"]) || !Array.isArray(row.messages)) {
    return [{ index: null, rule: 'A row is exactly {"messages": [...]} and nothing else.' }];
  }
  const messages: unknown[] = row.messages;
  const problems = messages.flatMap((message, index) =>
    messageRules(message).map((rule) => ({ index, rule })),
  );
  if (problems.length > 0) return problems;
  return orderRules(messages.map((message) => (isRecord(message) ? String(message.role) : "")));
}

function messageRules(message: unknown): string[] {
  if (!isRecord(message) || !hasOnlyKeys(message, ["role", "content"])) {
    return ["A message has a role and a content and nothing else."];
  }
  const { role, content } = message;
  const broken: string[] = [];
  if (typeof role !== "string" || !roles.includes(role)) {
    broken.push(`A role is one of: ${roles.join(", ")}.`);
  }
  if (typeof content !== "string") broken.push("A content is text.");
  else if (content.trim() === "") broken.push("A message must not be empty.");
  else if (!content.isWellFormed()) broken.push("A text must not hold half of a character.");
  return broken;
}

function orderRules(order: readonly string[]): StrictProblem[] {
  const problems: StrictProblem[] = [];
  const start = order[0] === "system" ? 1 : 0;
  const spoken = order.slice(start);
  if (spoken.length === 0) {
    return [{ index: null, rule: "A conversation has at least one message and its answer." }];
  }
  spoken.forEach((role, place) => {
    const index = place + start;
    if (role === "system") {
      problems.push({ index, rule: "The system message stands first, and there is only one." });
    } else if (place === 0 && role !== "user") {
      problems.push({ index, rule: "The first message is the user's." });
    } else if (place > 0 && role === spoken[place - 1]) {
      problems.push({
        index,
        rule: "User and assistant take turns: nobody speaks twice in a row.",
      });
    }
  });
  if (spoken.at(-1) !== "assistant") {
    problems.push({ index: order.length - 1, rule: "The last message is the assistant's." });
  }
  return problems;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasOnlyKeys(value: Record<string, unknown>, keys: readonly string[]): boolean {
  const own = Object.keys(value);
  return own.length === keys.length && keys.every((key) => Object.hasOwn(value, key));
}

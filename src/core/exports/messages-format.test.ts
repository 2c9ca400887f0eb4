import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messagesFormat } from "./formats/messages.ts";
import { checkStrictRow } from "./strict-rules.ts";

/** Any text at all: halves of characters, control characters, emoji, line separators. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc
    .array(
      fc.constantFrom(
        "\u2028",
        "\u2029",
        "\u0085",
        "\uD800",
        "\uDC00",
        "\0",
        "\r\n",
        "\\",
        '"',
        "🧑‍🚀",
        "é",
      ),
    )
    .map((parts) => parts.join("")),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
);
const anyConversation = fc.record({
  systemPrompt: fc.option(anyText),
  messages: fc.array(fc.tuple(anyText, anyText), { maxLength: 6 }).map((exchanges) =>
    exchanges.flatMap(([asked, answered]) => [
      { role: "user" as const, content: asked },
      { role: "assistant" as const, content: answered },
    ]),
  ),
});

const lineEnds = [..."\n\r\v\f\u001C\u001D\u001E\u0085\u2028\u2029"];

function expectedRow(conversation: Parameters<typeof messagesFormat.line>[0]) {
  const { systemPrompt, messages } = conversation;
  const system = systemPrompt === null ? [] : [{ role: "system", content: systemPrompt }];
  return {
    messages: [...system, ...messages].map(({ role, content }) => ({
      role,
      content: content.toWellFormed(),
    })),
  };
}

describe("the messages format", () => {
  it("gives any text back, on one line, whoever reads it", () => {
    fc.assert(
      fc.property(anyConversation, (conversation) => {
        const line = messagesFormat.line(conversation);
        expect(line.isWellFormed()).toBe(true);
        expect(line.endsWith("\n")).toBe(true);
        // No sign that any reader takes for the end of a line, but the last.
        const body = line.slice(0, -1);
        expect(lineEnds.filter((sign) => body.includes(sign))).toEqual([]);
        const bytes = Buffer.from(line, "utf8").toString("utf8");
        expect(JSON.parse(bytes)).toEqual(expectedRow(conversation));
      }),
      { numRuns: 500 },
    );
  });

  it("writes the same line for the same conversation, with its keys in order", () => {
    const line = messagesFormat.line({
      systemPrompt: "Be kind.",
      messages: [
        { role: "user", content: "One\u2028two" },
        { role: "assistant", content: "Three." },
      ],
    });
    expect(line).toBe(
      '{"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"One\\u2028two"},{"role":"assistant","content":"Three."}]}\n',
    );
  });

  it("counts messages without the system prompt when it names one", () => {
    const messages = [
      { role: "user" as const, content: "?" },
      { role: "assistant" as const, content: " " },
    ];
    const rule = "A message must not be empty.";
    expect(messagesFormat.check({ systemPrompt: "x", messages })).toEqual([
      { messagePosition: 1, rule },
    ]);
    expect(messagesFormat.check({ systemPrompt: null, messages })).toEqual([
      { messagePosition: 1, rule },
    ]);
    const noSystem = messagesFormat.check({ systemPrompt: "", messages: messages.slice(0, 1) });
    expect(noSystem).toEqual([{ messagePosition: null, rule }]);
  });

  it("passes its own lines through the strict rules where no text is empty", () => {
    const said = anyText.filter((text) => text.trim() !== "");
    fc.assert(
      fc.property(fc.array(fc.tuple(said, said), { minLength: 1, maxLength: 4 }), (exchanges) => {
        const messages = exchanges.flatMap(([asked, answered]) => [
          { role: "user" as const, content: asked },
          { role: "assistant" as const, content: answered },
        ]);
        const line = messagesFormat.line({ systemPrompt: null, messages });
        expect(checkStrictRow(JSON.parse(line))).toEqual([]);
        expect(messagesFormat.check({ systemPrompt: null, messages })).toEqual([]);
      }),
    );
  });

  const python = spawnSync("python3", ["--version"]);
  it.skipIf(python.status !== 0)("is read by Python's json, cut into lines as Python cuts", () => {
    const conversations = fc.sample(anyConversation, 200);
    const file = conversations.map((one) => messagesFormat.line(one)).join("");
    const program = [
      "import json, sys",
      "text = sys.stdin.buffer.read().decode('utf-8')",
      "assert text.endswith('\\n')",
      "lines = text.splitlines()",
      "assert len(lines) == text.count('\\n')",
      "sys.stdout.write(json.dumps([json.loads(line) for line in lines], ensure_ascii=True))",
    ].join("\n");
    const run = spawnSync("python3", ["-c", program], {
      input: file,
      encoding: "utf8",
      maxBuffer: 1e9,
    });
    expect(run.stderr).toBe("");
    expect(JSON.parse(run.stdout)).toEqual(conversations.map(expectedRow));
  });
});

import Anthropic, { APIError, APIUserAbortError } from "@anthropic-ai/sdk";
import { afterEach, expect, test } from "vitest";
import { type Fault, fixed, instant, type ScenarioInput } from "./scenario.ts";
import { type FakeProvider, startFakeProvider } from "./start.ts";
import { waitFor } from "../temporary-folder.ts";

let fake: FakeProvider;
afterEach(() => fake.stop());

async function begin(scenario: ScenarioInput) {
  fake = await startFakeProvider({ scenario: { ...instant, ...scenario } });
  return new Anthropic({ apiKey: "fake-key-good", baseURL: fake.url, maxRetries: 0 });
}
const always = (fault: ScenarioFault) => ({ faults: [{ fault }] });
type ScenarioFault = NonNullable<ScenarioInput["faults"]>[number]["fault"];

const params = {
  model: "claude-sonnet-5-5",
  max_tokens: 8_000,
  messages: [{ role: "user" as const, content: "- Exactly 8 messages." }],
};

/** Reads a stream to its end: the events, and the error that broke it. */
async function read(client: Anthropic, signal?: AbortSignal) {
  const types: string[] = [];
  let text = "";
  let stop: string | null = null;
  let error: unknown;
  try {
    const stream = await client.messages.create(
      { ...params, stream: true },
      signal ? { signal } : {},
    );
    for await (const event of stream) {
      types.push(event.type);
      if (event.type === "content_block_delta" && event.delta.type === "text_delta") {
        text += event.delta.text;
      }
      if (event.type === "message_delta") stop = event.delta.stop_reason;
    }
  } catch (thrown) {
    error = thrown;
  }
  return { types, text, stop, error };
}
async function lastEntry() {
  return waitFor("the entry's end", async () => (await fake.ledger()).findLast((e) => e.completed));
}

test.each([
  [{ kind: "status", status: 429, retryAfter: 30 }, "30"],
  [{ kind: "status", status: 429, retryAfter: "date" }, /GMT$/],
  [{ kind: "status", status: 429, retryAfter: "absurd" }, "31536000"],
  [{ kind: "status", status: 429, retryAfter: "-5" }, "-5"],
  [{ kind: "status", status: 429 }, null],
  [{ kind: "status", status: 500 }, null],
  [{ kind: "status", status: 502 }, null],
  [{ kind: "status", status: 503 }, null],
  [{ kind: "status", status: 504 }, null],
  [{ kind: "status", status: 529 }, null],
] satisfies [ScenarioFault, string | RegExp | null][])("answers with %j", async (fault, retry) => {
  const client = await begin(always(fault));
  const { error } = await read(client);
  expect(error).toBeInstanceOf(APIError);
  const { status, headers } = error as InstanceType<typeof APIError>;
  expect(status).toBe(fault.status);
  const header = headers?.get("retry-after") ?? null;
  if (retry instanceof RegExp) expect(header).toMatch(retry);
  else expect(header).toBe(retry);
  expect(await lastEntry()).toMatchObject({ kind: "fault:status", costMicros: 0, refused: false });
});

test("hangs before the headers until the client leaves", async () => {
  const client = await begin(always({ kind: "hang" }));
  const leaving = new AbortController();
  const reading = read(client, leaving.signal);
  await waitFor("the request", () => fake.state().inFlight === 1);
  leaving.abort();
  expect((await reading).error).toBeInstanceOf(APIUserAbortError);
  const entry = await lastEntry();
  expect(entry).toMatchObject({
    kind: "fault:hang",
    status: null,
    lastByteAt: null,
    costMicros: 0,
  });
  expect(entry.clientGoneAt).not.toBeNull();
});

test.each<[ScenarioFault]>([[{ kind: "stall" }], [{ kind: "drip" }]])(
  "%j never ends, and what was written until the client left is billed",
  async (fault) => {
    const client = await begin({ ...always(fault), timeScale: 0.0005 });
    const leaving = new AbortController();
    const reading = client.messages
      .create({ ...params, stream: true }, { signal: leaving.signal })
      .then(async (stream) => {
        let events = 0;
        for await (const { type } of stream) {
          events += 1;
          if (type === "message_start") leaving.abort();
        }
        return events;
      });
    await reading;
    const entry = await lastEntry();
    expect(entry).toMatchObject({ status: 200, lastByteAt: null });
    expect(entry.clientGoneAt).not.toBeNull();
    expect(entry.costMicros).toBeGreaterThan(0);
  },
);

test("a stall of some seconds ends in the whole answer", async () => {
  const client = await begin({ ...always({ kind: "stall", seconds: 60 }), timeScale: 0.001 });
  const { text, stop, error } = await read(client);
  expect(error).toBeUndefined();
  expect(stop).toBe("end_turn");
  expect(JSON.parse(text)).toMatchObject({ messages: { length: 8 } });
});

test.each<[ScenarioFault, boolean, boolean]>([
  [{ kind: "reset-before-headers" }, false, false],
  [{ kind: "reset-mid-stream" }, true, false],
  [{ kind: "reset-after-last-byte" }, true, true],
])("%j breaks the connection there", async (fault, isBegun, isWhole) => {
  const client = await begin(always(fault));
  const { types, error } = await read(client);
  expect(error).toBeInstanceOf(Error);
  expect(types.length > 0).toBe(isBegun);
  expect(types.includes("message_stop")).toBe(isWhole);
  const entry = await lastEntry();
  expect(entry.status).toBe(isBegun ? 200 : null);
  expect(entry.lastByteAt !== null).toBe(isWhole);
  expect(entry.clientGoneAt).toBeNull();
  expect(entry.costMicros > 0).toBe(isBegun);
});

test("an error event after 200 has no status, and half the answer is billed", async () => {
  const client = await begin(always({ kind: "stream-error" }));
  const { types, error } = await read(client);
  expect(types[0]).toBe("message_start");
  expect(error).toMatchObject({ status: undefined, type: "overloaded_error" });
  const entry = await lastEntry();
  expect(entry).toMatchObject({ kind: "fault:stream-error", status: 200, lastByteAt: null });
  expect(entry.billed.output).toBeGreaterThan(0);
  const whole = await client.messages.create(params).catch((thrown: unknown) => thrown);
  expect(whole).toMatchObject({ status: 529 });
});

test.each<[Fault["kind"], string]>([
  ["truncated-json", "end_turn"],
  ["invalid-json", "end_turn"],
  ["max-tokens", "max_tokens"],
])("%s: the text can't be read as JSON, the bill is whole", async (kind, stop) => {
  const client = await begin({ faults: [{ fault: { kind } as ScenarioFault }] });
  const answer = await read(client);
  expect(answer.error).toBeUndefined();
  expect(answer.stop).toBe(stop);
  expect(() => JSON.parse(answer.text) as unknown).toThrow(SyntaxError);
  const entry = await lastEntry();
  expect(entry.lastByteAt).not.toBeNull();
  expect(entry.billed.output).toBe(entry.outputTokens);
});

test("refusals and empty answers are HTTP 200 without a text", async () => {
  const client = await begin({
    faults: [
      { fault: { kind: "refusal" }, draws: [0] },
      { fault: { kind: "empty" }, draws: [1] },
    ],
  });
  const refused = await client.messages.create(params);
  expect(refused).toMatchObject({
    stop_reason: "refusal",
    content: [],
    stop_details: { category: "reasoning_extraction" },
  });
  expect(await read(client)).toMatchObject({ text: "", stop: "end_turn" });
  expect((await read(client)).text).not.toBe("");
});

test("other shapes, turns and stop reasons", async () => {
  const schema = {
    type: "object",
    properties: {
      messages: {
        type: "array",
        items: {
          type: "object",
          properties: { role: {}, content: {} },
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
  };
  const client = await begin({
    faults: [
      { fault: { kind: "wrong-shape" }, draws: [0] },
      { fault: { kind: "wrong-turns" }, draws: [1] },
      { fault: { kind: "stop-reason", reason: "pause_turn" }, draws: [2] },
    ],
  });
  const ask = async () => {
    const output_config = { format: { type: "json_schema" as const, schema } };
    const message = await client.messages.create({ ...params, output_config });
    const [block] = message.content;
    const text = block?.type === "text" ? block.text : "";
    return { body: JSON.parse(text) as { messages?: { role: string }[] }, message };
  };
  expect((await ask()).body.messages).toBeUndefined();
  expect((await ask()).body.messages?.at(-1)?.role).toBe("user");
  expect((await ask()).message.stop_reason).toBe("pause_turn");
});

test("HTML with status 200 is no stream", async () => {
  const client = await begin(always({ kind: "html" }));
  const response = await client.messages.create({ ...params, stream: true }).asResponse();
  expect(response.headers.get("content-type")).toContain("text/html");
  expect(await response.text()).toContain("<html>");
  expect((await read(client)).types).toEqual([]);
  expect(await lastEntry()).toMatchObject({ kind: "fault:html", costMicros: 0 });
});

test("faults come in windows, on first attempts, so often, and by their share of a seed", async () => {
  const overloaded: ScenarioFault = { kind: "status", status: 529 };
  const client = await begin({ faults: [{ fault: overloaded, firstAttempts: 2 }] });
  const outcomes = async (calls: number) => {
    const found: boolean[] = [];
    for (let call = 0; call < calls; call += 1)
      found.push((await read(client)).error === undefined);
    return found;
  };
  expect(await outcomes(3)).toEqual([false, false, true]);
  fake.change({ faults: [{ fault: overloaded, times: 1 }] });
  expect(await outcomes(2)).toEqual([false, true]);
  fake.change({ faults: [{ fault: overloaded, until: 1e-9 }] });
  expect(await outcomes(1)).toEqual([true]);
  fake.change({ faults: [{ fault: overloaded, from: 0, until: 3_600, share: 0.5 }] });
  const mixed = await outcomes(40);
  expect(mixed.filter(Boolean).length).toBeGreaterThan(8);
  expect(mixed.filter(Boolean).length).toBeLessThan(32);
});

test("the answer's time is the drawn one: a client that leaves before it has got no more than a part", async () => {
  const client = await begin({ latency: fixed(1e6), firstByte: fixed(0) });
  const stream = await client.messages.create({ ...params, stream: true });
  for await (const event of stream) {
    expect(event.type).toBe("message_start");
    break;
  }
  const entry = await lastEntry();
  expect(entry.lastByteAt).toBeNull();
  expect(entry.billed.output).toBeLessThan(entry.billed.input + 500);
});

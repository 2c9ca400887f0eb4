import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  faultsOfPasted,
  messagesOf,
  parsePastedConversation,
  type Speaker,
} from "./pasted-conversation.ts";

function read(text: string) {
  const { turns, speakers } = parsePastedConversation(text);
  const by = new Map(speakers.map(({ label, speaker }) => [label, speaker]));
  return messagesOf(turns, (label) => by.get(label) ?? "text");
}

describe("what people paste", () => {
  test("Client and Me", () => {
    expect(
      read("Client: Do you open on Sunday?\nMe: From ten.\nRing twice.\n\nClient: Ok\nMe: Bye"),
    ).toEqual([
      { role: "user", content: "Do you open on Sunday?" },
      { role: "assistant", content: "From ten.\nRing twice." },
      { role: "user", content: "Ok" },
      { role: "assistant", content: "Bye" },
    ]);
  });

  test("names, stars, times; whoever begins is the client, and one side in a row is one message", () => {
    expect(
      read(
        "[10:02] **Anna Bell:** Hi\n[10:03] **Anna Bell:** Me again\n**Ben** (10:05): Note: we are closed",
      ),
    ).toEqual([
      { role: "user", content: "Hi\n\nMe again" },
      { role: "assistant", content: "Note: we are closed" },
    ]);
  });

  test("a colon inside a message makes no speaker", () => {
    expect(read("Customer: My list:\nNote: no nuts\nMe: Fine")).toEqual([
      { role: "user", content: "My list:\nNote: no nuts" },
      { role: "assistant", content: "Fine" },
    ]);
  });

  test("without names, blank lines part it", () => {
    expect(read("How much is it?\n\nTwelve a piece.").map(({ role }) => role)).toEqual([
      "user",
      "assistant",
    ]);
  });
});

const words = fc
  .array(fc.constantFrom("cake", "boat", "tomorrow", "why", "12.50", "ünder", "好"), {
    minLength: 1,
    maxLength: 12,
  })
  .map((list) => list.join(" "));

test("any conversation between two named people is read back as it was", () => {
  const pair = fc.constantFrom(
    ["Client", "Me"],
    ["Q", "A"],
    ["Anna", "Ben Lo"],
    ["customer", "Advisor"],
  );
  fc.assert(
    fc.property(
      pair,
      fc.array(fc.tuple(words, words), { minLength: 1, maxLength: 6 }),
      ([client = "", me = ""], exchanges) => {
        const text = exchanges
          .map(([asked, said]) => `${client}: ${asked}\n${me}: ${said}`)
          .join("\n");
        expect(read(text)).toEqual(
          exchanges.flatMap(([asked, said]) => [
            { role: "user", content: asked },
            { role: "assistant", content: said },
          ]),
        );
        expect(faultsOfPasted(read(text))).toEqual([]);
      },
    ),
  );
});

test("nothing is thrown and no word is lost, whatever was pasted and whoever is said to speak", () => {
  const line = fc.oneof(
    words,
    words.map((text) => `Anna: ${text}`),
    words.map((text) => `Me: ${text}`),
    fc.string(),
    fc.constant(""),
  );
  const speaker = fc.constantFrom<Speaker>("client", "me");
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), speaker, (lines, who) => {
      const { turns, speakers } = parsePastedConversation(lines.join("\n"));
      const kept = turns.map(({ label, text }) => `${label} ${text}`).join(" ");
      const made = messagesOf(turns, () => who)
        .map(({ content }) => content)
        .join(" ");
      for (const word of lines.join("\n").match(/[\p{L}\p{N}]+/gu) ?? []) {
        const bracketed = new RegExp(`[[(][^\\])]*${word}`, "u").test(lines.join("\n"));
        if (!bracketed) expect(kept).toContain(word);
      }
      expect(made.length).toBeLessThanOrEqual(lines.join("\n").length + 2 * turns.length);
      expect(speakers.length).toBe(new Set(turns.map(({ label }) => label)).size);
    }),
  );
});

test("what isn't a sample conversation is said", () => {
  expect(faultsOfPasted(read("Me: Hello\nClient: Hi"))).toHaveLength(2);
  expect(faultsOfPasted([{ role: "user", content: "x" }])[0]).toContain("Nobody is you");
  expect(faultsOfPasted([])).toEqual([]);
});

import { createRandom } from "#/lib/random.ts";

/**
 * How people type, with the share of clients who do. Among people about half of the messages are short and
 * many begin in lower case; generated clients write too well unless they are told (facts: "too-perfect users").
 */
const habits: readonly { share: number; words: string }[] = [
  { share: 0.4, words: "carefully: whole sentences, capitals and full stops, no slips" },
  {
    share: 0.25,
    words: "casually: sentences may begin in lower case, and the last full stop is often missing",
  },
  {
    share: 0.2,
    words:
      "in a hurry: lower case, few commas, a word left out here and there, one or two slips of the keys in the conversation, never corrected",
  },
  {
    share: 0.15,
    words:
      "on a phone: lower case, short lines, a common abbreviation or a swapped letter now and then",
  },
];

/** The typing habit of a row's client, drawn from the row's seed: the same row types the same way. */
export function typingHabit(seed: number): string {
  let left = createRandom(`${seed} typing`).next();
  for (const { share, words } of habits) {
    if (left < share) return words;
    left -= share;
  }
  return habits[0]?.words ?? "";
}

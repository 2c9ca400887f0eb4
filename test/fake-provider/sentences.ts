import type { Random } from "#/lib/random.ts";

const clientStarts = [
  "I keep thinking about the money",
  "My sister says we should wait",
  "Last month we paid too much",
  "Honestly I never looked at this",
  "We tried a simple list once",
  "The bank sent me a letter",
  "I am not sure what counts",
  "Nobody at home talks about it",
  "It felt fine until the spring",
  "Some weeks there is nothing left",
  "I wrote the numbers down twice",
  "The rent went up again lately",
];
const adviserStarts = [
  "Let us look at one thing first",
  "You have carried this for a while",
  "That sounds heavier than you make it",
  "The order matters more than the speed",
  "I would start with what is certain",
  "Your list already tells us quite something",
  "Put the fixed costs on one page",
  "We can test this with small steps",
  "There is no hurry in this decision",
  "Many people stumble over the same point",
  "A quiet hour with the papers helps",
  "Take the amount you named before",
];
const threes = [
  "before the summer",
  "after long evenings",
  "with both hands",
  "without any drama",
  "from one month",
  "at the table",
  "for a year",
  "in plain numbers",
  "on a Sunday",
  "since the move",
  "between two jobs",
  "despite good intentions",
  "around the holidays",
  "under some pressure",
  "through the winter",
  "near the deadline",
];
const twos = ["quite often", "more slowly", "this time", "even now", "by myself", "so far"];
const ones = ["really", "today", "again", "slowly", "together", "somehow", "calmly", "gladly"];

/** Exactly so many words of talk, in whole sentences, of one of the two sides. */
export function writeWords(random: Random, side: "client" | "adviser", words: number): string {
  // In turn, so that a message seldom says the same twice.
  const starts = random.shuffle(side === "client" ? clientStarts : adviserStarts);
  const sentences: string[] = [];
  let left = Math.max(1, words);
  while (left > 0) {
    // What is left after this sentence must be a sentence too, or nothing.
    const wanted = random.integer(8, 15);
    const length = left < 16 ? left : Math.min(wanted, left - 8);
    const start = starts[sentences.length % starts.length] ?? "";
    sentences.push(writeSentence(random, start, length));
    left -= length;
  }
  return sentences.join(" ");
}

function writeSentence(random: Random, start: string, length: number): string {
  const words = start.split(" ").slice(0, length);
  while (words.length < length) {
    const left = length - words.length;
    const piece =
      left >= 3 ? random.pick(threes) : left === 2 ? random.pick(twos) : random.pick(ones);
    words.push(...piece.split(" "));
  }
  return `${words.join(" ")}.`;
}

/** Who says something: the customer, the business, or nobody (the words belong to the message before). */
export type Speaker = "client" | "me" | "text";

interface Turn {
  /** As it stood before the colon; "" where no name stood. */
  label: string;
  text: string;
}

export interface PastedConversation {
  turns: Turn[];
  /** Each name once, in the order of its first place, with who it probably is. */
  speakers: { label: string; speaker: Speaker }[];
}

/** A name before a colon at the start of a line, with or without stars and a time in brackets. */
const label =
  /^[ \t]*(?:\[[^\]\n]{1,24}\][ \t]*)?\**([\p{L}\p{N}][\p{L}\p{N} .'’&_-]{0,39}?)\**(?:[ \t]*\([^)\n]{1,24}\))?[ \t]*\**:\**(?=[ \t]|$)[ \t]*/u;

const clients = /^(?:clients?|customers?|users?|q|question|guest|patient|buyer|visitor|human)$/i;
const ours =
  /^(?:me|i|us|we|you|assistant|advis[eo]r|agent|support|coach|consultant|expert|a|answer|bot|ai|staff)$/i;

/**
 * A conversation that was pasted as text, parted by who speaks. Without any names, blank lines part it and
 * the two take turns. Never throws; every word of the text is in a turn or is a name. Pure.
 */
export function parsePastedConversation(text: string): PastedConversation {
  const lines = text.replaceAll(/\r\n?/g, "\n").split("\n");
  const names = speakersOf(lines);
  const turns = names.size === 0 ? byBlankLines(lines) : byNames(lines, names);
  return { turns, speakers: guess(turns) };
}

/**
 * The names that are speakers: those that come at least twice, those with a known meaning, and as many of
 * the others as two people need. "Note:" inside a message comes once and stays text.
 */
function speakersOf(lines: readonly string[]): Set<string> {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const name = nameIn(line);
    if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const sure = [...counts].filter(([name, count]) => count >= 2 || isKnown(name));
  const others = [...counts].filter(([name, count]) => count < 2 && !isKnown(name));
  const needed = Math.max(0, 2 - sure.length);
  // One stray colon in a text without speakers is no conversation.
  if (sure.length === 0 && others.length < 2) return new Set();
  return new Set([...sure, ...others.slice(0, needed)].map(([name]) => name));
}

function isKnown(name: string): boolean {
  return clients.test(name) || ours.test(name);
}

function nameIn(line: string): string | undefined {
  return label.exec(line)?.[1]?.trim();
}

function byNames(lines: readonly string[], names: ReadonlySet<string>): Turn[] {
  const turns: Turn[] = [];
  for (const line of lines) {
    const name = nameIn(line);
    if (name !== undefined && names.has(name)) {
      turns.push({ label: name, text: line.replace(label, "") });
    } else {
      const last = turns.at(-1);
      if (last) last.text += `\n${line}`;
      else if (line.trim() !== "") turns.push({ label: "", text: line });
    }
  }
  return trimmed(turns);
}

function byBlankLines(lines: readonly string[]): Turn[] {
  const parts = lines.join("\n").split(/\n\s*\n/);
  const filled = parts.filter((part) => part.trim() !== "");
  return trimmed(
    filled.map((part, place) => ({ label: place % 2 === 0 ? "Client" : "Me", text: part })),
  );
}

function trimmed(turns: readonly Turn[]): Turn[] {
  return turns
    .map((turn) => ({ ...turn, text: turn.text.trim() }))
    .filter((turn) => turn.text !== "" || turn.label !== "");
}

/** Known words first; of two strangers, whoever begins is the client. */
function guess(turns: readonly Turn[]): PastedConversation["speakers"] {
  const labels = [...new Set(turns.map((turn) => turn.label))];
  const known = new Map<string, Speaker>();
  for (const name of labels) {
    if (clients.test(name)) known.set(name, "client");
    else if (ours.test(name)) known.set(name, "me");
  }
  const taken = new Set(known.values());
  for (const name of labels.filter((each) => each !== "" && !known.has(each))) {
    const speaker = !taken.has("client") ? "client" : "me";
    known.set(name, speaker);
    taken.add(speaker);
  }
  return labels.map((name) => ({ label: name, speaker: known.get(name) ?? "text" }));
}

export interface PastedMessage {
  role: "user" | "assistant";
  content: string;
}

/** The turns as messages: what one side says in a row is one message; words of nobody go to the one before. */
export function messagesOf(
  turns: readonly Turn[],
  speakerOf: (label: string) => Speaker,
): PastedMessage[] {
  const messages: PastedMessage[] = [];
  /** Words of nobody before anybody spoke: they go to the first who does. */
  let before = "";
  for (const { label: name, text } of turns) {
    const speaker = speakerOf(name);
    const last = messages.at(-1);
    if (speaker === "text") {
      const words = name === "" ? text : `${name}: ${text}`;
      if (last) last.content += `\n\n${words}`;
      else before += `${words}\n\n`;
      continue;
    }
    if (text === "") continue;
    const role = speaker === "client" ? "user" : "assistant";
    if (last?.role === role) last.content += `\n\n${text}`;
    else messages.push({ role, content: before + text });
    if (messages.length === 1) before = "";
  }
  return messages;
}

/** What keeps the messages from being a sample conversation, as sentences; none when they are one. */
export function faultsOfPasted(messages: readonly PastedMessage[]): string[] {
  if (messages.length === 0) return [];
  const has = (role: PastedMessage["role"]) => messages.some((message) => message.role === role);
  if (!has("user")) return ["Nobody is the customer yet. Say above who that is."];
  if (!has("assistant")) return ["Nobody is you yet. Say above who answers for the business."];
  const faults: string[] = [];
  if (messages[0]?.role !== "user") {
    faults.push("A conversation begins with the customer, and this one begins with you.");
  }
  if (messages.at(-1)?.role !== "assistant") {
    faults.push("You have the last word in a sample; here the customer has it. Add your answer.");
  }
  return faults;
}

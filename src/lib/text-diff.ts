import { diffLines, diffWordsWithSpace } from "diff";

/** A stretch of a line: whether it stands on both sides or on this one alone. */
export interface DiffPart {
  text: string;
  isChanged: boolean;
}

export interface DiffSide {
  /** From 1. */
  number: number;
  parts: DiffPart[];
}

/** One line of a comparison, side by side: null where the other side has no such line. */
export interface DiffLine {
  isChanged: boolean;
  before: DiffSide | null;
  after: DiffSide | null;
}

/**
 * Compares two texts by lines, and lines that were changed by words. Joined again, the lines of a side are
 * the text of that side: nothing is lost or made up. Pure.
 */
export function compareTexts(before: string, after: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let left = 0;
  let right = 0;
  const removed: string[] = [];
  const added: string[] = [];
  const flush = () => {
    for (let row = 0; row < Math.max(removed.length, added.length); row += 1) {
      const [one, other] = [removed[row], added[row]];
      const words = one !== undefined && other !== undefined ? compareWords(one, other) : null;
      lines.push({
        isChanged: true,
        before: one === undefined ? null : side((left += 1), words?.before ?? whole(one)),
        after: other === undefined ? null : side((right += 1), words?.after ?? whole(other)),
      });
    }
    removed.length = 0;
    added.length = 0;
  };
  for (const change of diffLines(ended(before), ended(after))) {
    const texts = change.value.slice(0, -1).split("\n");
    if (change.removed) removed.push(...texts);
    else if (change.added) added.push(...texts);
    else {
      flush();
      for (const text of texts) {
        const parts = [{ text, isChanged: false }];
        lines.push({
          isChanged: false,
          before: side((left += 1), parts),
          after: side((right += 1), parts),
        });
      }
    }
  }
  flush();
  return lines;
}

/** A comparison with what stayed the same left out, but for some lines around each change. */
export type DiffBlock = { kind: "lines"; lines: DiffLine[] } | { kind: "same"; count: number };

/** Cuts out long stretches of lines that stayed the same. @param around lines kept at each side. */
export function foldSame(lines: readonly DiffLine[], around = 3): DiffBlock[] {
  const kept = lines.map((_, place) =>
    lines.slice(Math.max(0, place - around), place + around + 1).some((line) => line.isChanged),
  );
  const blocks: DiffBlock[] = [];
  for (const [place, line] of lines.entries()) {
    const last = blocks.at(-1);
    if (kept[place]) {
      if (last?.kind === "lines") last.lines.push(line);
      else blocks.push({ kind: "lines", lines: [line] });
    } else if (last?.kind === "same") last.count += 1;
    else blocks.push({ kind: "same", count: 1 });
  }
  return blocks;
}

function compareWords(one: string, other: string): { before: DiffPart[]; after: DiffPart[] } {
  const changes = diffWordsWithSpace(one, other);
  const part = (change: { value: string; added: boolean; removed: boolean }) => ({
    text: change.value,
    isChanged: change.added || change.removed,
  });
  return {
    before: changes.filter((change) => !change.added).map(part),
    after: changes.filter((change) => !change.removed).map(part),
  };
}

/** A last line without an end is the same line as one with it. */
function ended(text: string): string {
  return `${text}\n`;
}

function side(number: number, parts: DiffPart[]): DiffSide {
  return { number, parts };
}

function whole(text: string): DiffPart[] {
  return [{ text, isChanged: true }];
}

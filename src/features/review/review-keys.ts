/** What can be done with one key while reading a conversation. */
export type ReviewAction =
  | "approve"
  | "reject"
  | "flag"
  | "next"
  | "previous"
  | "note"
  | "undo"
  | "help";

/** The keys of each action, as they are shown on the sheet and asked for by `actionOfKey`. */
export const reviewKeys: Record<ReviewAction, { keys: string[]; text: string }> = {
  approve: { keys: ["A"], text: "Approve, then go to the next" },
  reject: { keys: ["R"], text: "Reject, with a reason if you like" },
  flag: { keys: ["F"], text: "Flag for a second look, then go to the next" },
  next: { keys: ["J", "ArrowRight"], text: "Next conversation" },
  previous: { keys: ["K", "ArrowLeft"], text: "Previous conversation" },
  note: { keys: ["N"], text: "Write a note" },
  undo: { keys: ["U"], text: "Undo the last decision" },
  help: { keys: ["?"], text: "Show these keys" },
};

const actionByKey = new Map(
  Object.entries(reviewKeys).flatMap(([action, { keys }]) =>
    keys.map((key) => [key.toLowerCase(), action as ReviewAction] as const),
  ),
);

/** The part of a keyboard event that decides. */
export interface KeyStroke {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  repeat: boolean;
  isComposing: boolean;
  defaultPrevented: boolean;
}

/** Where the person is at that moment. */
export interface Surroundings {
  /** The focus is in something that takes text or uses letters and arrows itself. */
  isTyping: boolean;
  /** A dialog, menu or list lies over the page. */
  isCovered: boolean;
}

/**
 * The action that a key asks for, or undefined where it must stay what it is: while typing, in dialogs,
 * with Alt, Ctrl or Cmd (those are the browser's), held down, or taken by somebody else already.
 */
export function actionOfKey(stroke: KeyStroke, around: Surroundings): ReviewAction | undefined {
  if (around.isTyping || around.isCovered) return undefined;
  if (stroke.altKey || stroke.ctrlKey || stroke.metaKey) return undefined;
  if (stroke.repeat || stroke.isComposing || stroke.defaultPrevented) return undefined;
  if (stroke.shiftKey && stroke.key !== "?") return undefined;
  return actionByKey.get(stroke.key.toLowerCase());
}

const takesKeys =
  "input, textarea, select, [contenteditable]:not([contenteditable='false']), [role='combobox'], [role='tab'], [role='slider'], [role='radio']";
const covers = "[role='dialog'], [role='alertdialog'], [role='menu'], [role='listbox']";

/** Looks at the page: what has the focus, and what lies open. */
export function surroundingsOf(target: EventTarget | null, page: Document): Surroundings {
  return {
    isTyping: target instanceof Element && target.closest(takesKeys) !== null,
    isCovered: [...page.querySelectorAll(covers)].some((each) => each.checkVisibility()),
  };
}

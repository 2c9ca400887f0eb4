import type { ExportFormat } from "./format.ts";
import { messagesFormat } from "./formats/messages.ts";

const formats: readonly ExportFormat[] = [messagesFormat];

/** The format that a new export is written in. */
export const defaultFormat = messagesFormat;

/** Finds a format by the id that an export was stored with. */
export function findFormat(id: string): ExportFormat | undefined {
  return formats.find((format) => format.id === id);
}

import type { Node } from "jsonc-parser";
import type { SeedReader } from "../seed-draft.ts";
import { consultantReader } from "./consultant.ts";
import { ownReader } from "./own.ts";
import { plainReader } from "./plain.ts";

/** The first that recognises an object reads it. */
const readers: readonly SeedReader[] = [consultantReader, ownReader, plainReader];

export function findSeedReader(node: Node): SeedReader | undefined {
  return readers.find((reader) => reader.recognises(node));
}

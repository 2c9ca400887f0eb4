import { randomUUID } from "node:crypto";
import { and, eq, isNotNull, max, sql } from "drizzle-orm";
import type { z } from "zod";
import { bringBack } from "./bring-back.ts";
import { contentHash } from "./content-hash.ts";
import type { SeedDraft } from "./seed-draft.ts";
import { readSeedFile } from "./seed-file.ts";
import { findLabels, type FoundLabels } from "./seed-labels.ts";
import { storeVersion } from "./store-version.ts";
import { appendBulkAudit, type BulkRow } from "../audit/append-bulk-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { lockProject } from "../projects/lock-project.ts";
import {
  failureOf,
  importFilesInput,
  type ImportOutcome,
  type ImportReport,
  outcomeOf,
  reportOf,
} from "../sources/schema.ts";
import { getTaxonomy } from "../taxonomy/get-taxonomy.ts";
import { problem } from "#/lib/file-problem.ts";
import { storableJson, storableText } from "#/lib/storable-text.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { notifyProgress } from "#/platform/db/listen.ts";
import {
  conversationLabels,
  conversations,
  conversationVersions,
} from "#/platform/db/tables/conversations.ts";

/**
 * Imports seed conversations from JSON files of any known shape. Each conversation stands for itself: a
 * bad one is reported with its place and the others come in. One that is here already is left as it is;
 * the same id with another text is refused, nothing is overwritten. A deleted one comes back.
 * @throws invalid_input for a wrong call, not_found
 */
export async function importSeeds({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof importFilesInput>;
}): Promise<ImportReport> {
  authorise(ctx, "write");
  const { projectId, files } = parseInput(importFilesInput, input);
  const taxonomy = await getTaxonomy({ ctx, input: { projectId } });
  const read = files.flatMap((file) =>
    readSeedFile(file).map((item) => ({ file: file.name, ...item })),
  );
  return inTransaction(ctx, async (tx, ctx) => {
    const shelf = await openShelf(tx, projectId);
    const added: BulkRow[] = [];
    const outcomes: ImportOutcome[] = [];
    for (const { file, item, ...each } of read) {
      if ("problem" in each) {
        outcomes.push(failureOf(file, item, each.problem));
        continue;
      }
      const found = findLabels(each.draft.labels, taxonomy);
      if ("problem" in found) {
        outcomes.push(failureOf(file, item, found.problem));
        continue;
      }
      const result = await addSeed(tx, ctx, {
        projectId,
        shelf,
        draft: storableDraft(each.draft),
        found,
      });
      if (result.stored) added.push(result.stored);
      outcomes.push(result.outcome(file, item));
    }
    if (added.length > 0) {
      await notifyProgress(tx, { workspaceId: ctx.workspaceId, projectId });
      const entry = { targetKind: "project", targetId: projectId };
      await appendBulkAudit(tx, ctx, { action: "seeds.imported", ...entry }, added);
    }
    return reportOf(outcomes);
  });
}

interface KnownSeed {
  id: string;
  reference: string;
  deleted: boolean;
  /** Of every version that came from a file: a later edit is no reason to refuse the same file. */
  hashes: string[];
}

/** The project's seeds, locked against a second import until the commit. */
interface Shelf {
  known: Map<string, KnownSeed>;
  nextNumber: number;
  nextPosition: number;
}

async function openShelf(tx: Transaction, projectId: string): Promise<Shelf> {
  await lockProject(tx, projectId);
  const rows = await tx
    .select({
      id: conversations.id,
      sourceKey: conversations.sourceKey,
      reference: conversations.reference,
      deletedAt: conversations.deletedAt,
      hashes: sql<string[]>`array_agg(${conversationVersions.contentHash})`,
    })
    .from(conversations)
    .innerJoin(conversationVersions, eq(conversationVersions.conversationId, conversations.id))
    .where(
      and(
        eq(conversations.projectId, projectId),
        isNotNull(conversations.sourceKey),
        eq(conversationVersions.origin, "seed"),
      ),
    )
    .groupBy(conversations.id);
  const [last] = await tx
    .select({
      position: max(conversations.position),
      number: sql<
        number | null
      >`max(substring(${conversations.reference} from '^SEED-(\\d{1,9})$')::int)`,
    })
    .from(conversations)
    .where(eq(conversations.projectId, projectId));
  return {
    known: new Map(
      rows.map(({ sourceKey, deletedAt, ...row }) => [
        sourceKey ?? "",
        { ...row, deleted: deletedAt !== null },
      ]),
    ),
    nextNumber: (last?.number ?? 0) + 1,
    nextPosition: (last?.position ?? 0) + 1,
  };
}

function storableDraft({ labels: _labels, ...draft }: SeedDraft): Omit<SeedDraft, "labels"> {
  return {
    ...storableJson(draft),
    title: storableText(draft.title).trim() || "Seed conversation",
  };
}

type AddResult = {
  stored?: BulkRow;
  outcome: (file: string, item: string | null) => ImportOutcome;
};

async function addSeed(
  tx: Transaction,
  ctx: Context,
  given: {
    projectId: string;
    shelf: Shelf;
    draft: Omit<SeedDraft, "labels">;
    found: FoundLabels;
  },
): Promise<AddResult> {
  const { shelf, draft, found } = given;
  const hash = contentHash(draft);
  const known = shelf.known.get(draft.sourceKey);
  const same = known?.hashes.includes(hash) ?? false;
  if (known && !known.deleted && same) {
    const sentence = `Nothing changed: this conversation is here already as ${known.reference}.`;
    return { outcome: (file, item) => outcomeOf("unchanged", file, item, sentence) };
  }
  if (known && !known.deleted) {
    const sentence = `A conversation with the id ${draft.sourceKey} is here already as ${known.reference}, with another text. Nothing was overwritten; give this one an id of its own, or delete ${known.reference} first.`;
    return { outcome: (file, item) => failureOf(file, item, problem(sentence)) };
  }
  const row = known ?? (await insertRow(tx, ctx, given));
  if (known) await bringBack(tx, [known.id]);
  if (!same) await storeSeedVersion(tx, ctx, row.id, draft);
  shelf.known.set(draft.sourceKey, {
    id: row.id,
    reference: row.reference,
    deleted: false,
    hashes: [...(known?.hashes ?? []), hash],
  });
  const sentence = [
    `${known ? "Brought back" : "Imported"} as ${row.reference} with ${draft.messages.length} messages.`,
    found.leftOut.length > 0
      ? `This project has no taxonomy, so these labels were left out: ${found.leftOut.join(", ")}.`
      : "",
  ];
  return {
    stored: { id: row.id, contentHash: hash },
    outcome: (file, item) => outcomeOf("added", file, item, sentence.filter(Boolean).join(" ")),
  };
}

async function storeSeedVersion(
  tx: Transaction,
  ctx: Context,
  conversationId: string,
  { systemPrompt, messages }: Omit<SeedDraft, "labels">,
): Promise<void> {
  await storeVersion(tx, ctx, {
    conversationId,
    origin: "seed",
    systemPrompt,
    messages,
    isPractice: false,
    needsReview: false,
  });
}

/** What a file said beyond the text stands in `plan.background`: a seed has no plan of its own. */
async function insertRow(
  tx: Transaction,
  ctx: Context,
  {
    projectId,
    shelf,
    draft,
    found,
  }: { projectId: string; shelf: Shelf; draft: Omit<SeedDraft, "labels">; found: FoundLabels },
): Promise<{ id: string; reference: string }> {
  const id = randomUUID();
  const reference = `SEED-${String(shelf.nextNumber++).padStart(2, "0")}`;
  await tx.insert(conversations).values({
    id,
    workspaceId: ctx.workspaceId,
    projectId,
    reference,
    origin: "seed",
    tier: found.tier,
    title: draft.title,
    labels: found.labels,
    plan: { background: draft.background },
    position: shelf.nextPosition++,
    sourceKey: draft.sourceKey,
    createdBy: ctx.actor.id,
    createdByName: ctx.actor.name,
  });
  await tx.insert(conversationLabels).values(
    Object.entries(found.labels).map(([dimension, value]) => ({
      workspaceId: ctx.workspaceId,
      projectId,
      dimension,
      value,
      conversationId: id,
    })),
  );
  return { id, reference };
}

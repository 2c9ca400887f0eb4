import { createHash, randomUUID } from "node:crypto";
import { asc, eq, max } from "drizzle-orm";
import type { z } from "zod";
import { appendAudit } from "../audit/append-audit.ts";
import { readAuditHead } from "../audit/read-head.ts";
import { authorise, inTransaction, type Context } from "../context.ts";
import { hasIdIn } from "../conversations/filter-sql.ts";
import { BrightError } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { lockProject } from "../projects/lock-project.ts";
import { type CollectedRows, collectRows, type ExportRow } from "./collect-rows.ts";
import type { ExportFormat } from "./format.ts";
import { defaultFormat } from "./formats.ts";
import { toRecord } from "./record.ts";
import { refuseProblems } from "./refuse-problems.ts";
import { type RenderedRow, renderRows } from "./render-rows.ts";
import { exportOptionsSchema, type ExportOptions, type ExportRecord } from "./schema.ts";
import { formatCounted } from "#/lib/format.ts";
import { slicesOf } from "#/lib/slices.ts";
import { slugOfText } from "#/lib/slug.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { exportRows, exports } from "#/platform/db/tables/generation.ts";

const ROWS_AT_ONCE = 1_000;

/**
 * Makes an export: records each line's version and content hash, the file's SHA-256 and size, and the
 * head of the audit trail as it was then. The file itself comes from `readExportFile`, now and later.
 * Throws conflict when no row would be in it, invalid_input naming the rows that break a rule.
 */
export async function createExport({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof exportOptionsSchema>;
}): Promise<ExportRecord> {
  authorise(ctx, "write");
  const options = parseInput(exportOptionsSchema, input);
  return inTransaction(ctx, async (tx, ctx) => {
    // Written first, held after: reviewers wait for the record of the file, not for its writing.
    const seen = await collectRows(tx, ctx, options);
    const written = await measure(tx, seen.rows, defaultFormat, options);
    const held = await holdRows(tx, ctx, options, seen.rows);
    if (held.rows.length === 0) throw nothingToExport(held);
    const { rows } = held;
    const isAsSeen = rows.length === seen.rows.length;
    const { sha256, bytes, broken } = isAsSeen
      ? written
      : await measure(tx, rows, defaultFormat, options);
    refuseProblems(broken);
    const number = await nextNumber(tx, options.projectId);
    const practiceCount = rows.filter((row) => row.isPractice).length;
    const seedCount = rows.filter((row) => row.isSeed).length;
    const head = await readAuditHead(tx, ctx);
    const [stored] = await tx
      .insert(exports)
      .values({
        id: randomUUID(),
        workspaceId: ctx.workspaceId,
        projectId: options.projectId,
        number,
        format: defaultFormat.id,
        options: { ...options, practiceCount, seedCount },
        fileName: fileNameOf(held.projectName, number, defaultFormat),
        rowCount: rows.length,
        bytes,
        sha256,
        auditSequence: head.sequence,
        auditHash: head.hash,
        createdBy: ctx.actor.id,
        createdByName: ctx.actor.name,
      })
      .returning();
    if (!stored) throw new Error("the export was not stored");
    await storeRows(tx, ctx, stored.id, rows);
    await appendAudit(tx, ctx, {
      action: "export.created",
      targetKind: "export",
      targetId: stored.id,
      targetVersion: number,
      hashAfter: sha256,
      details: {
        fileName: stored.fileName,
        rowCount: rows.length,
        bytes,
        practiceCount,
        seedCount,
        options,
        auditHead: head,
      },
    });
    return toRecord(stored);
  });
}

/**
 * Holds the rows of a file until the commit, so that no decision and no new text comes between them and the
 * record: what was decided or changed before is seen now, the rest has its event after the export's.
 * @returns those that still belong in it, as they were seen.
 */
async function holdRows(
  tx: Transaction,
  ctx: Context,
  options: ExportOptions,
  seen: readonly ExportRow[],
): Promise<CollectedRows> {
  // In the order of their ids, as everybody who locks several.
  await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(hasIdIn(seen.map((row) => row.conversationId)))
    .orderBy(asc(conversations.id))
    .for("share");
  const now = await collectRows(tx, ctx, options);
  const versions = new Set(seen.map((row) => row.versionId));
  return { ...now, rows: now.rows.filter((row) => versions.has(row.versionId)) };
}

/** Writes the file once into its hash; the rows that break a rule are told. */
async function measure(
  tx: Transaction,
  rows: readonly ExportRow[],
  format: ExportFormat,
  { systemPrompt }: ExportOptions,
): Promise<{ sha256: string; bytes: number; broken: RenderedRow<ExportRow>[] }> {
  const hash = createHash("sha256");
  const broken: RenderedRow<ExportRow>[] = [];
  let bytes = 0;
  for await (const one of renderRows(tx, rows, { format, systemPrompt })) {
    hash.update(one.line, "utf8");
    bytes += Buffer.byteLength(one.line);
    if (one.problems.length > 0) broken.push(one);
  }
  return { sha256: hash.digest("hex"), bytes, broken };
}

/** Counts from 1 in each project; the project's row keeps two exports at once apart. */
async function nextNumber(tx: Transaction, projectId: string): Promise<number> {
  await lockProject(tx, projectId);
  const [newest] = await tx
    .select({ number: max(exports.number) })
    .from(exports)
    .where(eq(exports.projectId, projectId));
  return (newest?.number ?? 0) + 1;
}

async function storeRows(
  tx: Transaction,
  ctx: Context,
  exportId: string,
  rows: readonly ExportRow[],
): Promise<void> {
  const lines = rows.map(({ conversationId, versionId, contentHash }, index) => ({
    workspaceId: ctx.workspaceId,
    exportId,
    line: index + 1,
    conversationId,
    versionId,
    contentHash,
  }));
  for (const slice of slicesOf(lines, ROWS_AT_ONCE)) await tx.insert(exportRows).values(slice);
}

function fileNameOf(projectName: string, number: number, format: ExportFormat): string {
  return `${slugOfText(projectName) || "project"}-${format.name}-${number}.${format.extension}`;
}

function nothingToExport({ leftOut }: CollectedRows): BrightError {
  const reasons = [
    leftOut.notApproved > 0 && `${formatCounted(leftOut.notApproved, "conversation")} not approved`,
    leftOut.practice > 0 &&
      `${formatCounted(leftOut.practice, "approved practice conversation")} not ticked in`,
    leftOut.needExpert > 0 &&
      `${formatCounted(leftOut.needExpert, "approved edge case")} without an expert's confirmation`,
    leftOut.seeds > 0 && `${formatCounted(leftOut.seeds, "seed")} not ticked in`,
  ].filter((reason) => reason !== false);
  const why =
    reasons.length > 0
      ? `what the filter finds is left out: ${reasons.join(", ")}`
      : "the filter finds no conversation";
  return new BrightError(
    "conflict",
    `There is nothing to export yet: ${why}. No file was made; approve some conversations or widen the choice, then export again.`,
  );
}

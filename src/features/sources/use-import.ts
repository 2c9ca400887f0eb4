"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  failure,
  type PickedFile,
  portionsOf,
  readTextFiles,
  sortedReport,
  type TextFile,
} from "./read-files.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { ImportOutcome, ImportReport } from "#/core/sources/schema.ts";

export type ImportKind = "documents" | "seeds";

/** Reads picked files, sends them in portions and keeps the report until it is closed. */
export function useImport(projectId: string, kind: ImportKind) {
  const queryClient = useQueryClient();
  const [report, setReport] = useState<ImportReport | null>(null);
  /** Files sent of all, while it runs. */
  const [progress, setProgress] = useState<{ sent: number; total: number } | null>(null);

  const take = async (files: readonly PickedFile[]) => {
    if (files.length === 0 || progress) return;
    setProgress({ sent: 0, total: files.length });
    setReport(null);
    const { texts, refused } = await readTextFiles(files);
    const outcomes = [...refused];
    let sent = 0;
    for (const portion of portionsOf(texts)) {
      setProgress({ sent, total: texts.length });
      outcomes.push(...(await send(projectId, kind, portion)));
      sent += portion.length;
    }
    setReport(sortedReport(outcomes));
    setProgress(null);
    // Documents, seeds, coverage and the next step may all read differently now.
    await queryClient.invalidateQueries({ queryKey: api.sources.key() });
    await queryClient.invalidateQueries({ queryKey: api.conversations.key() });
    await queryClient.invalidateQueries({ queryKey: api.projects.overview.key() });
  };

  return { report, progress, take, close: () => setReport(null) };
}

export type ImportState = ReturnType<typeof useImport>;

/** One request. When it fails, each of its files says why, and the portions after it still go. */
async function send(
  projectId: string,
  kind: ImportKind,
  files: TextFile[],
): Promise<ImportOutcome[]> {
  try {
    const verb = kind === "documents" ? client.sources.importDocuments : client.sources.importSeeds;
    return (await verb({ projectId, files })).outcomes;
  } catch (error) {
    const plain = plainError(error);
    return files.map(({ name }, index) => {
      const own = plain.fields.find(({ field }) => field.startsWith(`files.${index}.`));
      return failure(name, own?.message ?? plain.message);
    });
  }
}

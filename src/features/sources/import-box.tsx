"use client";

import { Button, FileButton, Group, Progress, Stack, Text } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { IconFilePlus, IconFolderPlus } from "@tabler/icons-react";
import { useRef } from "react";
import classes from "./sources.module.css";
import { ImportReportPanel } from "./import-report.tsx";
import type { ImportKind, ImportState } from "./use-import.ts";
import { formatCounted } from "#/lib/format.ts";

const words: Record<ImportKind, { drop: string; hint: string; accept: string; what: string }> = {
  documents: {
    drop: "Drop documents or whole folders here",
    hint: "Markdown or plain text, up to 5 MB each. The same file again changes nothing.",
    accept: ".md,.markdown,.txt,.text,text/markdown,text/plain",
    what: "documents",
  },
  seeds: {
    drop: "Drop seed conversations or whole folders here",
    hint: "Files that end in .json or .jsonl, up to 5 MB each. The same file again changes nothing.",
    accept: ".json,.jsonl,.ndjson,application/json",
    what: "seed conversations",
  },
};

/** Where files come in: by drop or by button, several at once, with a report of what became of each. */
export function ImportBox({ kind, state }: { kind: ImportKind; state: ImportState }) {
  const { report, progress, take, close } = state;
  const folder = useRef<HTMLInputElement>(null);
  const emptyFiles = useRef<() => void>(null);
  const { drop, hint, accept, what } = words[kind];
  const busy = progress !== null;

  return (
    <Stack gap="sm">
      <Dropzone
        onDrop={(files) => void take(files)}
        activateOnClick={false}
        activateOnKeyboard={false}
        enablePointerEvents
        disabled={busy}
        className={classes.drop ?? ""}
        aria-label={`Add ${what}`}
      >
        <Group justify="space-between" gap="sm">
          <Stack gap={2} style={{ flex: "1 1 260px" }}>
            <Text size="sm" fw={550}>
              {drop}
            </Text>
            <Text size="xs" c="dimmed">
              {hint}
            </Text>
          </Stack>
          <Group gap="xs">
            <FileButton
              resetRef={emptyFiles}
              onChange={(files) => {
                // Emptied, so that the same files can be chosen again once they are mended.
                emptyFiles.current?.();
                void take(files);
              }}
              accept={accept}
              multiple
            >
              {(props) => (
                <Button
                  {...props}
                  size="xs"
                  variant="default"
                  disabled={busy}
                  leftSection={<IconFilePlus size={15} />}
                >
                  Choose files
                </Button>
              )}
            </FileButton>
            <Button
              size="xs"
              variant="default"
              disabled={busy}
              leftSection={<IconFolderPlus size={15} />}
              onClick={() => folder.current?.click()}
            >
              Choose a folder
            </Button>
            <input
              ref={(element) => {
                folder.current = element;
                element?.setAttribute("webkitdirectory", "");
              }}
              type="file"
              hidden
              multiple
              aria-label={`Folder of ${what}`}
              onChange={(event) => {
                const files = [...(event.currentTarget.files ?? [])];
                event.currentTarget.value = "";
                void take(files);
              }}
            />
          </Group>
        </Group>
        {progress ? (
          <Stack gap={4} mt="sm" component="output">
            <Progress
              value={progress.total === 0 ? 0 : (progress.sent / progress.total) * 100}
              size="sm"
              animated
              aria-label={`Adding ${what}`}
            />
            <Text size="xs" c="dimmed" className="tabular">
              {progress.sent} of {formatCounted(progress.total, "file")} added
            </Text>
          </Stack>
        ) : null}
      </Dropzone>
      {report ? <ImportReportPanel report={report} onClose={close} /> : null}
    </Stack>
  );
}

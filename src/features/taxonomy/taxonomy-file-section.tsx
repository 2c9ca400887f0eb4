"use client";

import { Alert, Button, FileButton, Group, Modal, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconDownload, IconUpload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import classes from "./taxonomy.module.css";
import { useTaxonomyActions } from "./use-taxonomy-actions.ts";
import { client, plainError } from "#/api/client.ts";
import type { TaxonomyChange, TaxonomyImportPreview } from "#/core/taxonomy/edit-schema.ts";
import { formatCount, formatCounted } from "#/lib/format.ts";
import { Section } from "#/ui/section.tsx";
import { toastDone, toastFailed } from "#/ui/toast.ts";

interface Chosen {
  fileName: string;
  content: string;
  preview: TaxonomyImportPreview;
}
interface Refusal {
  message: string;
  fields: readonly { field: string; message: string }[];
}

/** The whole taxonomy as one file: out, and in again with a look at what would change. */
export function TaxonomyFileSection({
  projectId,
  mayWrite,
}: {
  projectId: string;
  mayWrite: boolean;
}) {
  const { refresh } = useTaxonomyActions(projectId);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const emptyFile = useRef<() => void>(null);

  const guarded = async (work: () => Promise<void>) => {
    setBusy(true);
    setRefusal(null);
    try {
      await work();
    } catch (error) {
      const { message, fields } = plainError(error);
      setRefusal({ message, fields });
    } finally {
      setBusy(false);
    }
  };
  const look = (file: File) =>
    guarded(async () => {
      const content = await file.text();
      const input = { projectId, fileName: file.name, content };
      const preview = await client.taxonomy.previewImport(input);
      setChosen({ fileName: file.name, content, preview });
    });
  const apply = ({ fileName, content, preview }: Chosen) =>
    guarded(async () => {
      const { previewHash } = preview;
      setChosen(null);
      const done = await client.taxonomy.applyImport({ projectId, fileName, content, previewHash });
      toastDone(`${formatCount(done.added)} added, ${formatCount(done.changed)} changed.`);
      await refresh();
    });

  return (
    <Section
      title="Taxonomy file"
      text="All dimensions and values as one file, for a spreadsheet or another project. An import adds and changes by key; it never takes anything away."
    >
      <Stack gap="sm">
        <Group gap="xs">
          {(["csv", "json"] as const).map((format) => (
            <Button
              key={format}
              size="xs"
              variant="default"
              leftSection={<IconDownload size={14} />}
              onClick={() => void download(projectId, format)}
            >
              Export {format.toUpperCase()}
            </Button>
          ))}
          {mayWrite ? (
            <FileButton
              resetRef={emptyFile}
              accept=".csv,.json,text/csv,application/json"
              inputProps={{ "aria-label": "Taxonomy file to import" }}
              onChange={(file) => {
                // Emptied, so that the same file can be chosen again once it is mended.
                emptyFile.current?.();
                if (file) void look(file);
              }}
            >
              {(props) => (
                <Button
                  {...props}
                  size="xs"
                  variant="default"
                  leftSection={<IconUpload size={14} />}
                  loading={busy}
                >
                  Import a file
                </Button>
              )}
            </FileButton>
          ) : null}
        </Group>
        {refusal ? <RefusalNotice refusal={refusal} /> : null}
      </Stack>
      {chosen ? (
        <Modal
          opened
          size="lg"
          onClose={() => setChosen(null)}
          title={`Import ${chosen.fileName}?`}
          closeButtonProps={{ "aria-label": "Close" }}
        >
          <PreviewOfImport
            preview={chosen.preview}
            onCancel={() => setChosen(null)}
            onApply={() => void apply(chosen)}
          />
        </Modal>
      ) : null}
    </Section>
  );
}

function RefusalNotice({ refusal: { message, fields } }: { refusal: Refusal }) {
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      title="Nothing was imported"
      icon={<IconAlertTriangle size={18} />}
    >
      <Text size="sm">{message}</Text>
      {fields.length > 1 ? (
        <ul style={{ margin: "8px 0 0", paddingLeft: 18 }}>
          {fields.slice(0, 20).map((each) => (
            <li key={`${each.field} ${each.message}`}>
              <Text size="sm">
                {each.field}: {each.message}
              </Text>
            </li>
          ))}
        </ul>
      ) : null}
    </Alert>
  );
}

const SHOWN = 100;
const words: Record<TaxonomyChange["change"], string> = {
  added: "New",
  changed: "Changed",
  unchanged: "As it is",
};

function PreviewOfImport({
  preview: { added, changed, unchanged, changes },
  onCancel,
  onApply,
}: {
  preview: TaxonomyImportPreview;
  onCancel: () => void;
  onApply: () => void;
}) {
  const real = changes.filter(({ change }) => change !== "unchanged");
  return (
    <Stack>
      <Text size="sm" className="tabular">
        {formatCount(added)} new, {formatCount(changed)} changed, {formatCount(unchanged)} as they
        are.
      </Text>
      <ul className={classes.changes} aria-label="What would change">
        {real.slice(0, SHOWN).map(({ dimension, dimensionLabel, key, label, change, fields }) => (
          <li key={`${dimension} ${key}`}>
            <Text size="sm" fw={550}>
              {label}
            </Text>
            <Text size="sm" c="dimmed">
              {key === null ? "dimension" : dimensionLabel} · {words[change]}
              {fields.length > 0 ? `: ${fields.join(", ")}` : ""}
            </Text>
          </li>
        ))}
      </ul>
      {real.length > SHOWN ? (
        <Text size="sm" c="dimmed">
          And {formatCounted(real.length - SHOWN, "more change")}.
        </Text>
      ) : null}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel} data-autofocus>
          Cancel
        </Button>
        <Button onClick={onApply} disabled={real.length === 0}>
          {real.length === 0 ? "Nothing to import" : "Import"}
        </Button>
      </Group>
    </Stack>
  );
}

async function download(projectId: string, format: "csv" | "json"): Promise<void> {
  try {
    const file = await client.taxonomy.exportFile({ projectId, format });
    const url = URL.createObjectURL(new Blob([file.content], { type: file.mediaType }));
    const link = document.createElement("a");
    link.href = url;
    link.download = file.fileName;
    link.click();
    URL.revokeObjectURL(url);
  } catch (error) {
    toastFailed(plainError(error).message);
  }
}

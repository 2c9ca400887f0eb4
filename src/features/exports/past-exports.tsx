"use client";

import { Anchor, Code, Table, Text, Tooltip } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { fileHref } from "./save-file.ts";
import { api, plainError } from "#/api/client.ts";
import type { ExportRecord } from "#/core/exports/schema.ts";
import { formatBytes, formatCount, formatMoment } from "#/lib/format.ts";
import { ScrollBox } from "#/ui/scroll-box.tsx";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";

/** Every file that was made, newest first, to be downloaded again. */
export function PastExports({ projectId }: { projectId: string }) {
  const past = useQuery(api.exports.list.queryOptions({ input: { projectId } }));
  if (past.isPending) return <RowsSkeleton rows={3} />;
  if (past.isError) {
    return (
      <ErrorState message={plainError(past.error).message} onRetry={() => void past.refetch()} />
    );
  }
  if (past.data.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No file was made yet. Each one is kept here with who made it, when, and its checksum.
      </Text>
    );
  }
  return (
    <ScrollBox label="Earlier files" minWidth={860}>
      <Table aria-label="Earlier files">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>File</Table.Th>
            <Table.Th>Made by</Table.Th>
            <Table.Th>When</Table.Th>
            <Table.Th ta="right">Conversations</Table.Th>
            <Table.Th ta="right">Size</Table.Th>
            <Table.Th>Checksum</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {past.data
            .toSorted((a, b) => b.number - a.number)
            .map((each) => (
              <PastExport key={each.id} record={each} />
            ))}
        </Table.Tbody>
      </Table>
    </ScrollBox>
  );
}

function PastExport({ record }: { record: ExportRecord }) {
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: "nowrap" }}>
        <Anchor
          href={fileHref(record.id)}
          download
          size="sm"
          fw={550}
          aria-label={`${record.fileName}, download again`}
        >
          <IconDownload size={15} aria-hidden style={{ verticalAlign: "-2px", marginRight: 6 }} />
          {record.fileName}
        </Anchor>
        {record.includesPractice ? (
          <Text size="xs" c="dimmed" pl={21}>
            with practice conversations
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td style={{ whiteSpace: "nowrap" }}>{record.createdByName}</Table.Td>
      <Table.Td style={{ whiteSpace: "nowrap" }}>{formatMoment(record.createdAt)}</Table.Td>
      <Table.Td ta="right">{formatCount(record.rowCount)}</Table.Td>
      <Table.Td ta="right">{formatBytes(record.bytes)}</Table.Td>
      <Table.Td>
        <Tooltip
          label={`SHA-256 ${record.sha256}`}
          multiline
          w={340}
          style={{ wordBreak: "break-all" }}
        >
          <Code>{record.sha256.slice(0, 10)}</Code>
        </Tooltip>
      </Table.Td>
    </Table.Tr>
  );
}

"use client";

import { Stack, Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs";
import { DocumentsTable } from "./documents-table.tsx";
import { FileShapes } from "./file-shapes.tsx";
import { ImportBox } from "./import-box.tsx";
import { SeedsTable } from "./seeds-table.tsx";
import { useImport } from "./use-import.ts";
import { api } from "#/api/client.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCount } from "#/lib/format.ts";
import { PageHeader } from "#/ui/page-header.tsx";

const tabs = ["documents", "seeds"] as const;

/** What conversations are made of: documents that ground them, and seeds that set their measure. */
export function SourcesView({ projectId }: { projectId: string }) {
  const { may } = useSession();
  const [{ tab }, setUrl] = useQueryStates({
    tab: parseAsStringLiteral(tabs).withDefault("documents"),
    page: parseAsInteger,
  });
  // Held here, so that a report outlives a look at the other tab.
  const documents = useImport(projectId, "documents");
  const seeds = useImport(projectId, "seeds");
  const overview = useQuery(api.projects.overview.queryOptions({ input: { projectId } }));

  return (
    <>
      <PageHeader
        title="Sources"
        text="The documents that conversations lean on, and the conversations they are measured against."
      />
      <Tabs
        value={tab}
        onChange={(next) =>
          void setUrl(
            { tab: tabs.find((each) => each === next) ?? null, page: null },
            { history: "push" },
          )
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="documents">
            Documents <Count count={overview.data?.documents} />
          </Tabs.Tab>
          <Tabs.Tab value="seeds">
            Seeds <Count count={overview.data?.seeds} />
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="documents">
          <Stack gap="md">
            {may("write") ? <ImportBox kind="documents" state={documents} /> : null}
            <DocumentsTable projectId={projectId} />
            {may("write") ? <FileShapes kind="documents" /> : null}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="seeds">
          <Stack gap="md">
            <Text size="sm" c="dimmed" maw={760}>
              A seed is a conversation that you wrote by hand, the way you would really answer. It
              is never generated anew and doesn&apos;t count as a result. About ten are enough to
              show your voice from several sides; fewer, and everything sounds like one of them.
            </Text>
            {may("write") ? <ImportBox kind="seeds" state={seeds} /> : null}
            <SeedsTable projectId={projectId} />
            {may("write") ? <FileShapes kind="seeds" /> : null}
          </Stack>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Count({ count }: { count: number | undefined }) {
  if (count === undefined) return null;
  return (
    <Text span size="sm" c="dimmed" className="tabular">
      {formatCount(count)}
    </Text>
  );
}

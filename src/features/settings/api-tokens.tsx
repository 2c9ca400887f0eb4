"use client";

import { Anchor, Box, Button, Table, Text, VisuallyHidden } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { MadeToken } from "./made-token.tsx";
import { roleWords } from "./role-words.ts";
import { TokenDialog } from "./token-dialog.tsx";
import { useRevokeToken } from "./use-revoke-token.ts";
import { api, plainError } from "#/api/client.ts";
import type { ApiToken, MadeApiToken } from "#/core/workspaces/token-schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatDay, formatMoment } from "#/lib/format.ts";
import { PlainTable } from "#/ui/plain-table.tsx";
import { Section } from "#/ui/section.tsx";
import { EmptyState, ErrorState, RowsSkeleton } from "#/ui/states.tsx";

/** With what programs act for a person: one's own tokens, and for owners everybody's. */
export function ApiTokens() {
  const { may } = useSession();
  const tokens = useQuery(api.tokens.list.queryOptions());
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<MadeApiToken | null>(null);
  const none = tokens.data?.length === 0;
  const make = <Button onClick={() => setMaking(true)}>Make a token</Button>;

  return (
    <Box maw={920}>
      <Section
        title="API tokens"
        text={
          <>
            With a token a program or the command line acts for you.{" "}
            <Anchor href="/api-docs" inherit underline="always">
              What can be called
            </Anchor>
          </>
        }
        actions={tokens.data && !none ? make : null}
      >
        {made ? <MadeToken made={made} onClose={() => setMade(null)} /> : null}
        {tokens.isPending ? <RowsSkeleton rows={2} height={48} /> : null}
        {tokens.isError ? (
          <ErrorState
            message={plainError(tokens.error).message}
            onRetry={() => void tokens.refetch()}
          />
        ) : null}
        {none ? (
          <EmptyState
            icon={<IconKey size={26} />}
            title="No program acts for you yet"
            text="A token lets a nightly script or the command line plan, generate and export in your name. It can do at most what you can, and you can end it at any time."
          >
            {make}
            <Button variant="default" component="a" href="/api-docs">
              See what can be called
            </Button>
          </EmptyState>
        ) : null}
        {tokens.data && !none ? <TokenTable tokens={tokens.data} all={may("manage")} /> : null}
        <TokenDialog opened={making} onClose={() => setMaking(false)} onMade={setMade} />
      </Section>
    </Box>
  );
}

function TokenTable({ tokens, all }: { tokens: ApiToken[]; all: boolean }) {
  const askToRevoke = useRevokeToken();
  return (
    <PlainTable label="API tokens" minWidth={640}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Token</Table.Th>
          <Table.Th>Role</Table.Th>
          <Table.Th>Last used</Table.Th>
          <Table.Th>Good until</Table.Th>
          <Table.Th w={100}>
            <VisuallyHidden>Actions</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {tokens.map((token) => (
          <Table.Tr key={token.id}>
            <Table.Td>
              <Text size="sm" fw={550}>
                {token.name}
              </Text>
              <Text size="xs" c="dimmed">
                <code>{token.startsWith}…</code>
                {all ? ` by ${token.createdByName}` : null}
              </Text>
            </Table.Td>
            <Table.Td>{roleWords[token.role].label}</Table.Td>
            <Table.Td>{token.lastUsedAt ? formatMoment(token.lastUsedAt) : "Never"}</Table.Td>
            <Table.Td>{token.expiresAt ? formatDay(token.expiresAt) : "No end"}</Table.Td>
            <Table.Td ta="right">
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`Revoke the token ${token.name}`}
                onClick={() => askToRevoke(token)}
              >
                Revoke
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </PlainTable>
  );
}

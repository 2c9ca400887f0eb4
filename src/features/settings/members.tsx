"use client";

import { Table, Text, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { MemberRow } from "./member-row.tsx";
import { PasswordLinkDialog } from "./password-link-dialog.tsx";
import { roleWords } from "./role-words.ts";
import { useRemoveMember } from "./use-remove-member.ts";
import { api, plainError } from "#/api/client.ts";
import { type Member, roles } from "#/core/workspaces/schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { Section } from "#/ui/section.tsx";
import { PlainTable } from "#/ui/plain-table.tsx";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";
import classes from "./settings.module.css";

/** Who is in the workspace, and what each may do. */
export function Members() {
  const { may } = useSession();
  const members = useQuery(api.people.listMembers.queryOptions());
  const askToRemove = useRemoveMember();
  const [linking, setLinking] = useState<Member | null>(null);

  return (
    <Section title="Members">
      {members.isPending ? <RowsSkeleton rows={3} height={48} /> : null}
      {members.isError ? (
        <ErrorState
          message={plainError(members.error).message}
          onRetry={() => void members.refetch()}
        />
      ) : null}
      {members.data ? (
        <PlainTable label="Members" minWidth={560}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Role</Table.Th>
              <Table.Th>Joined</Table.Th>
              {may("manage") ? (
                <Table.Th w={48}>
                  <VisuallyHidden>Actions</VisuallyHidden>
                </Table.Th>
              ) : null}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {members.data.map((member) => (
              <MemberRow
                key={member.userId}
                member={member}
                onRemove={() => askToRemove(member)}
                onPasswordLink={() => setLinking(member)}
              />
            ))}
          </Table.Tbody>
        </PlainTable>
      ) : null}
      <dl className={classes.roles}>
        {roles.map((role) => (
          <div key={role}>
            <Text component="dt" size="xs" fw={600}>
              {roleWords[role].label}
            </Text>
            <Text component="dd" size="xs" c="dimmed" m={0}>
              {roleWords[role].text}
            </Text>
          </div>
        ))}
      </dl>
      <PasswordLinkDialog member={linking} onClose={() => setLinking(null)} />
    </Section>
  );
}

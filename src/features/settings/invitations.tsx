"use client";

import { Box, Button, Table, Text, VisuallyHidden } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { InviteForm } from "./invite-form.tsx";
import { roleWords } from "./role-words.ts";
import { api, client, plainError } from "#/api/client.ts";
import { formatDay } from "#/lib/format.ts";
import { Section } from "#/ui/section.tsx";
import { PlainTable } from "#/ui/plain-table.tsx";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";
import { toastDone, toastFailed } from "#/ui/toast.ts";

/** New people by a link, and the links that nobody has used yet. */
export function Invitations() {
  const queryClient = useQueryClient();
  const invitations = useQuery(api.people.listInvitations.queryOptions());
  const revoke = useMutation({
    mutationFn: ({ id }: { id: string; email: string }) =>
      client.people.revokeInvitation({ invitationId: id }),
    onSuccess: (_, { email }) => toastDone(`The link for ${email} no longer works.`),
    onError: (error) => toastFailed(plainError(error).message),
    onSettled: () => queryClient.invalidateQueries({ queryKey: api.people.listInvitations.key() }),
  });

  return (
    <Section
      title="Invite somebody"
      text="You get a link to hand over; Bright Run sends no e-mail."
    >
      <InviteForm />
      {invitations.isPending ? <RowsSkeleton rows={1} /> : null}
      {invitations.isError ? (
        <ErrorState
          message={plainError(invitations.error).message}
          onRetry={() => void invitations.refetch()}
        />
      ) : null}
      {invitations.data && invitations.data.length > 0 ? (
        <Box mt="xl">
          <PlainTable label="Open invitations" minWidth={560}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Open invitation</Table.Th>
                <Table.Th>Role</Table.Th>
                <Table.Th>Good until</Table.Th>
                <Table.Th w={100}>
                  <VisuallyHidden>Actions</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {invitations.data.map(({ id, email, role, invitedBy, expiresAt }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <Text size="sm">{email}</Text>
                    <Text size="xs" c="dimmed">
                      by {invitedBy}
                    </Text>
                  </Table.Td>
                  <Table.Td>{roleWords[role].label}</Table.Td>
                  <Table.Td>{formatDay(expiresAt)}</Table.Td>
                  <Table.Td ta="right">
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`Revoke the invitation of ${email}`}
                      loading={revoke.isPending && revoke.variables.id === id}
                      onClick={() => revoke.mutate({ id, email })}
                    >
                      Revoke
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </PlainTable>
        </Box>
      ) : null}
    </Section>
  );
}

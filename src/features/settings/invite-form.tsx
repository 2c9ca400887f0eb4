"use client";

import { Alert, Button, CloseButton, Group, Paper, Stack, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LinkPanel } from "./link-panel.tsx";
import { RoleSelect } from "./role-select.tsx";
import { roleWords } from "./role-words.ts";
import classes from "./settings.module.css";
import { api, client, plainError } from "#/api/client.ts";
import type { Role } from "#/core/workspaces/schema.ts";

/** E-mail and role make a link. What was typed stays until the link is there. */
export function InviteForm() {
  const queryClient = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("reviewer");
  const invite = useMutation({
    mutationFn: (input: { email: string; role: Role }) => client.people.invite(input),
    onSuccess: async () => {
      setEmail("");
      await queryClient.invalidateQueries({ queryKey: api.people.listInvitations.key() });
    },
  });
  const failure = invite.error ? plainError(invite.error) : null;
  const errorAt = (field: string) => failure?.fields.find((each) => each.field === field)?.message;
  const general = failure && !errorAt("email") && !errorAt("role") ? failure.message : null;

  return (
    <Stack gap="sm">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate({ email: email.trim(), role });
        }}
      >
        <Group align="flex-start" gap="xs">
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={errorAt("email")}
            style={{ flex: "1 1 240px" }}
            maw={420}
          />
          <RoleSelect label="Role" value={role} onChange={setRole} error={errorAt("role")} />
          <Button type="submit" loading={invite.isPending} className={classes.invite ?? ""}>
            Make invitation link
          </Button>
        </Group>
      </form>
      {general ? (
        <Alert
          color="red"
          variant="light"
          role="alert"
          icon={<IconAlertTriangle size={18} />}
          maw={680}
        >
          {general}
        </Alert>
      ) : null}
      {invite.data ? (
        <Paper p="md" component="output" display="block" maw={680}>
          <Group wrap="nowrap" align="flex-start" gap="xs">
            <div style={{ flex: 1, minWidth: 0 }}>
              <LinkPanel
                {...invite.data}
                label={`Invitation for ${invite.variables.email}`}
                text={`Hand this link to ${invite.variables.email}. Whoever opens it joins as ${roleWords[invite.variables.role].label.toLowerCase()}.`}
              />
            </div>
            <CloseButton aria-label="Close" onClick={() => invite.reset()} />
          </Group>
        </Paper>
      ) : null}
    </Stack>
  );
}

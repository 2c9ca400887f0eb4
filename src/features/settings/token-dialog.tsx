"use client";

import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { roleWords } from "./role-words.ts";
import { api, client, plainError } from "#/api/client.ts";
import { lowerRole, type Role, roleReaches, roles } from "#/core/workspaces/schema.ts";
import { DAYS_VALID, type MadeApiToken } from "#/core/workspaces/token-schema.ts";
import { FormError } from "#/features/session/form-error.tsx";
import { useSession } from "#/features/shell/session-context.tsx";

const spans = [
  { value: "30", label: "30 days" },
  { value: String(DAYS_VALID), label: `${DAYS_VALID} days` },
  { value: "365", label: "One year" },
  { value: "never", label: "No end" },
];

/** Name, role and how long: what was typed stays until the token is there. */
export function TokenDialog({
  opened,
  onClose,
  onMade,
}: {
  opened: boolean;
  onClose: () => void;
  onMade: (made: MadeApiToken) => void;
}) {
  const { workspace } = useSession();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>(lowerRole(workspace.role, "editor"));
  const [span, setSpan] = useState(String(DAYS_VALID));
  const make = useMutation({
    mutationFn: () =>
      client.tokens.create({
        name: name.trim(),
        role,
        expiresInDays: span === "never" ? null : Number(span),
      }),
    onSuccess: (made) => {
      onMade(made);
      setName("");
      onClose();
      void queryClient.invalidateQueries({ queryKey: api.tokens.list.key() });
    },
  });
  const failure = make.error ? plainError(make.error) : null;
  const errorAt = (field: string) => failure?.fields.find((each) => each.field === field)?.message;
  const general = failure && !errorAt("name") && !errorAt("role") ? failure.message : null;
  const choices = roles.filter((each) => roleReaches(workspace.role, each));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };

  return (
    <Modal
      opened={opened}
      onClose={() => {
        make.reset();
        onClose();
      }}
      title="Make an API token"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form noValidate onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            description="The program that will use it, such as “Nightly export”"
            autoComplete="off"
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={errorAt("name")}
          />
          <Select
            label="Role"
            description={roleWords[role].text}
            data={choices.map((value) => ({ value, label: roleWords[value].label }))}
            value={role}
            allowDeselect={false}
            error={errorAt("role")}
            onChange={(next) => {
              const chosen = choices.find((each) => each === next);
              if (chosen) setRole(chosen);
            }}
          />
          <Select
            label="Good for"
            description="After that it stops working by itself"
            data={spans}
            value={span}
            allowDeselect={false}
            onChange={(next) => setSpan(next ?? span)}
          />
          {general ? <FormError message={general} /> : null}
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={make.isPending}>
              Make the token
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

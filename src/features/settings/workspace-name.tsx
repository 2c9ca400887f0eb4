"use client";

import { Button, Group, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { client, plainError } from "#/api/client.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { Section } from "#/ui/section.tsx";
import { toastDone } from "#/ui/toast.ts";

/** The workspace's name, as it stands in menus and invitations. */
export function WorkspaceName() {
  const { workspace, may } = useSession();
  const router = useRouter();
  const [name, setName] = useState(workspace.name);
  const rename = useMutation({
    mutationFn: () => client.people.renameWorkspace({ name }),
    onSuccess: () => {
      toastDone("The workspace has its new name.");
      // The session comes from the server's layout.
      router.refresh();
    },
  });
  const failure = rename.error ? plainError(rename.error) : null;

  return (
    <Section title="Workspace">
      {may("manage") ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            rename.mutate();
          }}
        >
          <Group align="flex-end" gap="xs">
            <TextInput
              label="Name"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              style={{ flex: "1 1 240px" }}
              maw={420}
              error={failure ? (failure.fields[0]?.message ?? failure.message) : null}
              inputWrapperOrder={["label", "input", "error"]}
            />
            <Button
              type="submit"
              variant="default"
              loading={rename.isPending}
              disabled={name.trim() === workspace.name}
            >
              Save name
            </Button>
          </Group>
        </form>
      ) : (
        <Text size="sm">{workspace.name}</Text>
      )}
    </Section>
  );
}

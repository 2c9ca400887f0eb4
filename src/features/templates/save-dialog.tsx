"use client";

import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { TemplateDraft } from "./use-template-draft.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { TemplateDetail } from "#/core/templates/schema.ts";
import { ErrorState } from "#/ui/states.tsx";
import { toastDone } from "#/ui/toast.ts";

/** Asks why, and saves the text as the next version. */
export function SaveDialog({
  template,
  draft,
  opened,
  onClose,
}: {
  template: TemplateDetail;
  draft: TemplateDraft;
  opened: boolean;
  onClose: () => void;
}) {
  const cache = useQueryClient();
  const [reason, setReason] = useState("");
  const refresh = () => cache.invalidateQueries({ queryKey: api.templates.key() });
  const save = useMutation({
    mutationFn: () =>
      client.templates.save({
        templateId: template.id,
        body: draft.body,
        reason,
        baseNumber: draft.base,
      }),
    onSuccess: async ({ number }) => {
      await refresh();
      draft.discard();
      setReason("");
      onClose();
      toastDone(`Version ${number} is saved. Conversations are written with it from now on.`);
    },
    // Somebody was faster: the page reads their version and offers the ways on; the text stays.
    onError: (error) => (plainError(error).status === 409 ? refresh() : undefined),
  });
  const close = () => {
    save.reset();
    onClose();
  };
  const failure = save.error ? plainError(save.error) : null;
  const reasonFault = failure?.fields.find(({ field }) => field === "reason")?.message;

  return (
    <Modal
      opened={opened}
      onClose={close}
      title={`Save version ${(template.versions[0]?.number ?? 0) + 1}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack>
          <Text size="sm">
            Conversations are written with it from now on. Texts that stand keep the version that
            wrote them, and every version can be brought back.
          </Text>
          <Textarea
            label="What changed, and why"
            placeholder="Asks for one figure before any advice"
            data-autofocus
            autosize
            minRows={2}
            maxRows={6}
            maxLength={500}
            value={reason}
            error={reasonFault}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {failure && !reasonFault ? <ErrorState message={failure.message} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={reason.trim() === ""}>
              Save version
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

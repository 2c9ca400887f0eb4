"use client";

import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, client, plainError } from "#/api/client.ts";
import type { TemplateDetail } from "#/core/templates/schema.ts";
import { toastDone, toastFailed } from "#/ui/toast.ts";
import { toastUndo } from "#/ui/toast-undo.tsx";

/** Takes an arc's own template out of use, or brings it back; the other way stands in the toast. */
export function RetireButton({ template: { id, name, retiredAt } }: { template: TemplateDetail }) {
  const cache = useQueryClient();
  const refresh = () => cache.invalidateQueries({ queryKey: api.templates.key() });
  const onError = (error: unknown) => toastFailed(plainError(error).message);
  const reinstate = useMutation({
    mutationFn: () => client.templates.reinstate({ templateId: id }),
    onSuccess: async () => {
      await refresh();
      toastDone(`“${name}” is in use again.`);
    },
    onError,
  });
  const retire = useMutation({
    mutationFn: () => client.templates.retire({ templateId: id }),
    onSuccess: async () => {
      await refresh();
      toastUndo({
        message: `“${name}” is retired: the template of its tier writes its rows now.`,
        undo: () => reinstate.mutate(),
      });
    },
    onError,
  });
  return retiredAt ? (
    <Button variant="default" loading={reinstate.isPending} onClick={() => reinstate.mutate()}>
      Bring back
    </Button>
  ) : (
    <Button variant="default" loading={retire.isPending} onClick={() => retire.mutate()}>
      Retire
    </Button>
  );
}

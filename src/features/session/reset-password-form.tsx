"use client";

import { Button, PasswordInput, Stack, Title } from "@mantine/core";
import { resetPassword } from "./auth-calls.ts";
import { FormError } from "./form-error.tsx";
import { useEntryForm } from "./use-entry-form.ts";

/** The page behind a password link. */
export function ResetPasswordForm({ token }: { token: string }) {
  const form = useEntryForm({ password: "" }, async ({ password }) => {
    if (password.length < 10)
      return "A password needs at least 10 characters. Nothing was changed yet.";
    const result = await resetPassword(token, password);
    if (!result.ok) return result.message;
    globalThis.location.assign("/sign-in");
    return null;
  });

  return (
    <form {...form.form}>
      <Stack>
        <Title order={1}>Choose a new password</Title>
        <PasswordInput
          label="New password"
          description="At least 10 characters. Other sessions of yours end."
          autoComplete="new-password"
          autoFocus
          {...form.field("password")}
        />
        <FormError message={form.failure} />
        <Button type="submit" loading={form.busy} fullWidth>
          Save and sign in
        </Button>
      </Stack>
    </form>
  );
}

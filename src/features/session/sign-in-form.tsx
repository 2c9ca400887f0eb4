"use client";

import { Button, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { signIn } from "./auth-calls.ts";
import { FormError } from "./form-error.tsx";
import { useEntryForm } from "./use-entry-form.ts";

/** E-mail and password; afterwards to the page that was asked for. */
export function SignInForm({
  next,
  email,
}: {
  next: string | undefined;
  email: string | undefined;
}) {
  const form = useEntryForm({ email: email ?? "", password: "" }, async (values) => {
    const result = await signIn(values.email.trim().toLowerCase(), values.password);
    if (!result.ok) return result.message;
    globalThis.location.assign(insidePath(next));
    return null;
  });

  return (
    <form {...form.form}>
      <Stack>
        <Title order={1}>Sign in</Title>
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="email"
          autoFocus
          {...form.field("email")}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          {...form.field("password")}
        />
        <FormError message={form.failure} />
        <Button type="submit" loading={form.busy} fullWidth>
          Sign in
        </Button>
        <Text size="xs" c="dimmed">
          Lost your password? An owner of your workspace can make you a link for a new one, under
          Settings.
        </Text>
      </Stack>
    </form>
  );
}

/** Only paths of this site: a link in an e-mail must not lead elsewhere after signing in. */
function insidePath(next: string | undefined): string {
  if (!next) return "/";
  const base = "http://inside.invalid";
  return URL.canParse(next, base) && new URL(next, base).origin === base ? next : "/";
}

"use client";

import { Button, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { signIn } from "./auth-calls.ts";
import { FormError } from "./form-error.tsx";
import { useEntryForm } from "./use-entry-form.ts";
import { client } from "#/api/client.ts";

/** The first visitor makes the owner's account and is signed in with it. */
export function SetupForm({ tokenNeeded }: { tokenNeeded: boolean }) {
  const form = useEntryForm(
    { name: "", email: "", password: "", setupToken: "" },
    async (values) => {
      const { setupToken, ...person } = values;
      await client.people.createOwner(tokenNeeded ? { ...person, setupToken } : person);
      const signedIn = await signIn(values.email.trim().toLowerCase(), values.password);
      // The account stands either way; a full load brings the shell up with the new session.
      globalThis.location.assign(signedIn.ok ? "/" : "/sign-in");
      return null;
    },
  );

  return (
    <form {...form.form}>
      <Stack>
        <div>
          <Title order={1}>Welcome</Title>
          <Text size="sm" c="dimmed" mt={4}>
            This account owns everything here. A sample project is ready to look around in, with a
            practice writer that costs nothing.
          </Text>
        </div>
        {tokenNeeded ? (
          <TextInput
            label="Set-up token"
            description="It was printed where Bright Run was started."
            autoComplete="off"
            autoFocus
            {...form.field("setupToken")}
          />
        ) : null}
        <TextInput
          label="Your name"
          autoComplete="name"
          autoFocus={!tokenNeeded}
          {...form.field("name")}
        />
        <TextInput label="E-mail" type="email" autoComplete="email" {...form.field("email")} />
        <PasswordInput
          label="Password"
          description="At least 10 characters."
          autoComplete="new-password"
          {...form.field("password")}
        />
        <FormError message={form.failure} />
        <Button type="submit" loading={form.busy} fullWidth>
          Create account and open the sample
        </Button>
      </Stack>
    </form>
  );
}

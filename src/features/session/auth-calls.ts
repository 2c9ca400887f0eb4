/**
 * better-auth's own routes, called directly: its browser client would weigh more than these three calls.
 */
async function post(path: string, body: unknown): Promise<{ ok: boolean; message: string }> {
  let response: Response;
  try {
    response = await fetch(`/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    return {
      ok: false,
      message:
        "Bright Run can't be reached. What you typed is still here; check that it is running, then try again.",
    };
  }
  if (response.ok) return { ok: true, message: "" };
  if (response.status === 429) {
    return {
      ok: false,
      message: "Too many tries. Wait a minute, then try again; nothing was changed.",
    };
  }
  return {
    ok: false,
    message: sentences[path] ?? "This didn't work. Nothing was changed; try again.",
  };
}

const sentences: Record<string, string> = {
  "/sign-in/email":
    "This e-mail address and password don't fit together. Check both; an owner of the workspace can make you a link for a new password.",
  "/reset-password":
    "This link has been used or has run out. Nothing was changed; ask an owner of the workspace for a new one.",
};

export function signIn(email: string, password: string) {
  return post("/sign-in/email", { email, password, rememberMe: true });
}

export function resetPassword(token: string, newPassword: string) {
  return post("/reset-password", { token, newPassword });
}

/** Ends the session and goes to the sign-in page. */
export async function signOut(): Promise<void> {
  await post("/sign-out", {});
  globalThis.location.assign("/sign-in");
}

import { owner, type Product } from "./product.ts";

/** A program that talks to `/api/v1` with a person's session. */
export interface Program {
  call: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  cookie: string;
}

/** Makes the first owner's account and signs in. */
export async function signUpProgram(product: Product): Promise<Program> {
  await request(product, "POST", "/api/v1/setup", owner);
  return signInProgram(product, owner.email, owner.password);
}

/** Signs in over better-auth's route and keeps its cookie. */
export async function signInProgram(
  product: Product,
  email: string,
  password: string,
): Promise<Program> {
  const response = await fetch(`${product.url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: product.url },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`signing in was answered with ${response.status}`);
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  return {
    cookie,
    call: (method, path, body) => request(product, method, `/api/v1${path}`, body, cookie),
  };
}

async function request<T>(
  product: Product,
  method: string,
  path: string,
  body?: unknown,
  cookie?: string,
): Promise<T> {
  const response = await fetch(product.url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(cookie ? { cookie } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
  return JSON.parse(text);
}

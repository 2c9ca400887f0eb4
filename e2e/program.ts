import { owner, type Product } from "./product.ts";

/** A program that talks to `/api/v1` with a person's session. */
export interface Program {
  /** The answer's JSON; throws when the call was refused. */
  call: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  /** Status and sentence, whatever was answered. A text goes as it is, with its content-type. */
  ask: (method: string, path: string, body?: unknown) => Promise<Answer>;
  cookie: string;
}

export interface Answer {
  status: number;
  type: string;
  message: string;
  fields: { field: string; message: string }[];
  text: string;
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
    ask: async (method, path, body) =>
      answerOf(await send(product, method, `/api/v1${path}`, body, cookie)),
  };
}

/** The owner's program, whether the account stands already or not. */
export async function ownersProgram(product: Product): Promise<Program> {
  await send(product, "POST", "/api/v1/setup", owner);
  return signInProgram(product, owner.email, owner.password);
}

async function request<T>(
  product: Product,
  method: string,
  path: string,
  body?: unknown,
  cookie?: string,
): Promise<T> {
  const response = await send(product, method, path, body, cookie);
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
  return JSON.parse(text);
}

function send(
  product: Product,
  method: string,
  path: string,
  body?: unknown,
  cookie?: string,
): Promise<Response> {
  return fetch(product.url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(cookie ? { cookie } : {}),
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

async function answerOf(response: Response): Promise<Answer> {
  const type = response.headers.get("content-type") ?? "";
  const text = await response.text();
  const told: { message?: string; data?: { fields?: Answer["fields"] } } = type.includes("json")
    ? JSON.parse(text)
    : {};
  return {
    status: response.status,
    type,
    message: told.message ?? "",
    fields: told.data?.fields ?? [],
    text,
  };
}

import * as fc from "fast-check";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { createGuardedFetch, type GuardSettings } from "./address-guard.ts";
import { addressKind } from "./address-rules.ts";
import { ProviderError } from "./port.ts";
import { startAnsweringServer } from "../../../test/answering-server.ts";

const inside = { isPrivateAllowed: true };
const outside = { isPrivateAllowed: false };
const faultOf = async (url: string, settings: GuardSettings = inside) => {
  const error = await createGuardedFetch(settings)(url).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProviderError)) throw new Error(`not a fault: ${String(error)}`);
  return error.fault;
};
const resolvingTo =
  (...addresses: string[]): NonNullable<GuardSettings["resolveName"]> =>
  (_, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );

test.each([
  "http://169.254.169.254/latest/meta-data",
  "https://169.254.0.1/",
  "http://2852039166/",
  "http://0xa9fea9fe/",
  "http://0251.0376.0251.0376/",
  "http://[fe80::1]/",
  "http://[fd00:ec2::254]/",
  "http://[::ffff:169.254.169.254]/",
  "http://[::ffff:a9fe:a9fe]/",
  "http://[64:ff9b::169.254.169.254]/",
  "http://[2002:a9fe:a9fe::1]/",
  "http://[::169.254.169.254]/",
  "http://100.100.100.200/",
  "https://168.63.129.16/",
  "http://0.0.0.0/",
  "http://[::]/",
  "http://224.0.0.1/",
  "http://255.255.255.255/",
  "http://metadata.google.internal/",
  "http://METADATA.google.internal./computeMetadata/v1",
  "http://instance-data/",
])("%s is never called, even where private addresses are allowed", async (url) => {
  expect(await faultOf(url)).toMatchObject({
    code: "forbidden_address",
    kind: "needs_person",
    billed: "no",
    message: expect.stringContaining("Nothing was sent"),
  });
});

test.each([
  "http://127.0.0.1:11434/v1",
  "http://localhost:11434/v1",
  "http://2130706433/",
  "http://[::1]/",
  "http://[::ffff:127.0.0.1]/",
  "https://10.1.2.3/",
  "https://192.168.0.10/v1",
  "https://172.16.0.1/",
  "https://100.64.0.1/",
  "https://[fd12::1]/",
])("%s is called only where an owner allows private addresses", async (url) => {
  expect(await faultOf(url, outside)).toMatchObject({ code: "private_address" });
});

test.each(["ftp://example.org/", "file:///etc/passwd", "not an address", ""])(
  "%j isn't an address of a server",
  async (url) => {
    expect(await faultOf(url)).toMatchObject({ code: "bad_address" });
  },
);

test("a key in the address and plain http on the internet are refused", async () => {
  expect(await faultOf("https://user:secret@example.org/")).toMatchObject({
    code: "key_in_address",
    message: expect.not.stringContaining("secret"),
  });
  expect(await faultOf("http://93.184.215.14/")).toMatchObject({ code: "not_encrypted" });
});

test("a name is judged by the address that is connected to, each time anew", async () => {
  const server = await startAnsweringServer((response) => response.end("ok"));
  const { port } = new URL(server.url);
  let answers = 0;
  // Rebinding: the first look-up is harmless, the second leads to the metadata service.
  const resolveName: GuardSettings["resolveName"] = (name, done) =>
    resolvingTo(answers++ === 0 ? "127.0.0.1" : "169.254.169.254")(name, done);
  const fetch = createGuardedFetch({ ...inside, resolveName });
  const first = await fetch(`http://models.example:${port}/`, {
    headers: { connection: "close" },
  });
  expect(await first.text()).toBe("ok");
  await expect(fetch(`http://models.example:${port}/`)).rejects.toMatchObject({
    fault: { code: "forbidden_address" },
  });
  expect(server.requests).toHaveLength(1);
});

test.each<[string, string[], GuardSettings, string]>([
  ["one bad address among good ones", ["127.0.0.1", "169.254.1.1"], inside, "forbidden_address"],
  ["a public name that leads inside", ["10.0.0.1"], outside, "private_address"],
  ["a public address by plain http", ["93.184.215.14"], inside, "not_encrypted"],
  ["a mapped address", ["::ffff:169.254.169.254"], inside, "forbidden_address"],
])("a name is refused for %s", async (_, addresses, settings, code) => {
  const fault = await faultOf("http://models.example/", {
    ...settings,
    resolveName: resolvingTo(...addresses),
  });
  expect(fault.code).toBe(code);
});

test("a redirect isn't followed", async () => {
  const server = await startAnsweringServer((response) =>
    response.writeHead(307, { location: "http://169.254.169.254/" }).end(),
  );
  expect(await faultOf(server.url)).toMatchObject({ code: "redirected", status: 307 });
  expect(server.requests).toHaveLength(1);
});

test("an answer without end is cut off, also when it is packed small", async () => {
  const server = await startAnsweringServer((response, place) => {
    if (place === 0) return response.end("x".repeat(5_000));
    response.setHeader("content-encoding", "gzip");
    response.end(gzipSync("x".repeat(5_000)));
  });
  const fetch = createGuardedFetch({ ...inside, maxResponseBytes: 4_999 });
  for (const how of ["plain", "packed"]) {
    const response = await fetch(server.url);
    await expect(response.text(), how).rejects.toMatchObject({
      fault: { code: "answer_too_large" },
    });
  }
  const enough = createGuardedFetch({ ...inside, maxResponseBytes: 5_000 });
  expect(await (await enough(server.url)).text()).toHaveLength(5_000);
});

test("broken connections say what happened, and whether money may have been spent", async () => {
  const gone = await startAnsweringServer((response) => response.destroy());
  expect(await faultOf(gone.url)).toMatchObject({
    code: "connection_lost",
    kind: "retryable",
    billed: "unknown",
  });
  const half = await startAnsweringServer((response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => response.destroy());
  });
  const response = await createGuardedFetch(inside)(half.url);
  await expect(response.text()).rejects.toMatchObject({
    fault: { code: "connection_lost", billed: "unknown" },
  });
  expect(await faultOf("http://127.0.0.1:1/")).toMatchObject({
    code: "unreachable",
    kind: "retryable",
    billed: "no",
  });
  const unknown: GuardSettings["resolveName"] = (_, done) =>
    done(Object.assign(new Error("x"), { code: "ENOTFOUND" }), []);
  expect(
    await faultOf("http://nobody.example/", { ...inside, resolveName: unknown }),
  ).toMatchObject({ code: "unknown_host", kind: "retryable", billed: "no" });
});

test("https to a server that speaks http is said", async () => {
  const server = await startAnsweringServer((response) => response.end());
  expect(await faultOf(server.url.replace("http:", "https:"))).toMatchObject({
    code: "not_encrypted",
    kind: "needs_person",
  });
});

test("the signal ends a call before, during and after the headers, with its own reason", async () => {
  const server = await startAnsweringServer((response, place) => {
    if (place === 0) return;
    response.writeHead(200);
    response.write("begun");
  });
  const reason = new Error("enough");
  const fetch = createGuardedFetch(inside);
  await expect(fetch(server.url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const early = new AbortController();
  const soon = fetch(server.url, { method: "POST", body: "x", signal: early.signal });
  early.abort(reason);
  await expect(soon).rejects.toBe(reason);
  expect(server.requests).toHaveLength(0);
  const waiting = new AbortController();
  const hung = fetch(server.url, { signal: waiting.signal });
  await expect.poll(() => server.requests.length).toBe(1);
  waiting.abort(reason);
  await expect(hung).rejects.toBe(reason);
  const reading = new AbortController();
  const stalled = await fetch(server.url, { signal: reading.signal });
  const reader = stalled.body?.getReader();
  await reader?.read();
  reading.abort(reason);
  await expect(reader?.read()).rejects.toBe(reason);
});

test("no address of a refused block gets through, however it is written", () => {
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(byte, byte, (third, fourth) => {
      const dotted = `169.254.${third}.${fourth}`;
      const number = ((169 * 256 + 254) * 256 + third) * 256 + fourth;
      const hex = (high: number, low: number) => ((high << 8) | low).toString(16);
      const forms = [
        String(number),
        `0x${number.toString(16)}`,
        `169.254.${third * 256 + fourth}`,
        `[::ffff:${dotted}]`,
        `[::ffff:${hex(169, 254)}:${hex(third, fourth)}]`,
        `[64:ff9b::${dotted}]`,
      ];
      for (const form of forms) {
        const host = new URL(`http://${form}/`).hostname.replace(/^\[|\]$/g, "");
        expect(addressKind(host)).toBe("refused");
      }
    }),
  );
  for (const address of ["8.8.8.8", "2606:4700::1111", "64:ff9b::8.8.8.8"]) {
    expect(addressKind(address)).toBe("public");
  }
});

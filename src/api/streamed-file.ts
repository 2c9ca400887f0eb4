import type { StandardHandlerOptions } from "@orpc/server/standard";

/** A download whose content is made while it is sent, so that a large one never stands in memory. */
export class StreamedFile extends File {
  readonly parts: AsyncIterable<string>;

  constructor(parts: AsyncIterable<string>, name: string, type: string) {
    super([], name, { type });
    this.parts = parts;
  }
}

/** The library sends files whole and with their length: this one goes out as a stream. */
export const streamFiles: NonNullable<
  StandardHandlerOptions<object>["rootInterceptors"]
>[number] = async ({ next }) => {
  const result = await next();
  if (!result.matched) return result;
  const { body, headers, status } = result.response;
  if (!(body instanceof StreamedFile)) return result;
  return {
    matched: true,
    response: {
      status,
      headers: {
        ...headers,
        "content-type": body.type,
        "content-disposition": `attachment; filename="${body.name}"`,
      },
      body: bytesOf(body.parts),
    },
  };
};

function bytesOf(parts: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = parts[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

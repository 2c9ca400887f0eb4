/**
 * The text of a file's bytes: UTF-8, or UTF-16 where a byte order mark says so. Bytes that are neither
 * become U+FFFD, so that whoever checks the text can see them.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder("utf-8").decode(bytes);
}

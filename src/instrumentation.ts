/** Called by Next once, before the server answers anything. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { keepClientAddresses } = await import("#/platform/client-address.ts");
  keepClientAddresses();
}

/**
 * Lays in the sample project. Called after the migrations at every start until it has once returned
 * without an error for this database, so it may meet its own half-done work and must go on from there.
 */
export async function layInSample(_context: {
  /** Superuser or owner; row-level security doesn't bind it. */
  ownerUrl: string;
  /** As web server and worker sign in. */
  appUrl: string;
  dataDirectory: string;
}): Promise<void> {
  // Filled in by the main developer.
}

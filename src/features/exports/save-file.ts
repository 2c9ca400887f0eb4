/** Where the file of an export comes from: an ordinary download, with the session's cookie. */
export function fileHref(exportId: string): string {
  return `/api/v1/exports/${exportId}/file`;
}

/** Starts the download, as if the link had been followed. The file's name comes with it. */
export function saveFile(exportId: string): void {
  const link = document.createElement("a");
  link.href = fileHref(exportId);
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}

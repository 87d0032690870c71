/**
 * Takes out of a page what it says of accounts of the other kind only: elements with `data-of="lists"` where follows are
 * records, those with `data-of="records"` elsewhere. A built page has none of these; a preview asks each time.
 */
export function dropOthers(page: ParentNode, hasRecords: boolean): void {
  for (const part of page.querySelectorAll(`[data-of="${hasRecords ? "lists" : "records"}"]`)) part.remove();
}

/** Where something stands in a file. */

/** Where an element stands in its file; one-based. Files without lines (JSON objects) have none. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

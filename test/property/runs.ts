/** How many random cases the property tests try: `PROPERTY_RUNS=5000 npm run test:unit` for a long search. */
import type { Parameters } from "fast-check";

/** @param usual number of runs that keeps the whole folder under twenty seconds */
export function runs<T>(usual: number): Parameters<T> {
  const asked = Number(process.env["PROPERTY_RUNS"]);
  return { numRuns: asked > 0 ? asked : usual };
}

/** Follows every trace of the reference engine and prints a table: `npm run conformance [-- name]`. */
import { table } from "../../bench/report.ts";
import { conformance, REFERENCE } from "./reference.ts";

const [only] = process.argv.slice(2);
const results = await conformance(only);
if (!results) {
  console.log(`There are no traces in ${REFERENCE}.`);
} else {
  table(
    ["trace", "reference", "Mizzen", "steps", "differences"],
    results.map(({ name, reference, status, steps, differences }) => [
      name,
      reference,
      status,
      String(steps),
      String(differences.length),
    ]),
  );
  for (const { name, differences } of results) {
    if (differences.length > 0) console.log(`\n${name}`);
    for (const difference of differences.slice(0, only ? 100 : 4)) console.log(`  ${difference}`);
  }
}

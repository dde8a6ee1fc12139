/** libxml2's verdict on documents: an XML Schema validator that has nothing to do with Mizzen. */
import { validateXML } from "xmllint-wasm";

/** For each document what is wrong with it, nothing when it is valid. @throws Error when the schema itself is no good */
export async function verdicts(
  schema: string,
  documents: readonly string[],
): Promise<readonly (readonly string[])[]> {
  if (documents.length === 0) return [];
  const named = documents.map((contents, index) => ({ fileName: `d${index}.xml`, contents }));
  const { errors, rawOutput } = await validateXML({
    xml: named,
    schema: { fileName: "s.xsd", contents: schema },
  });
  const found = documents.map((): string[] => []);
  for (const { loc, message, rawMessage } of errors) {
    const index = /^d(\d+)\.xml/.exec(loc?.fileName ?? rawMessage)?.[1];
    if (index === undefined) throw new Error(rawOutput.slice(0, 500));
    found[Number(index)]?.push(message);
  }
  return found;
}

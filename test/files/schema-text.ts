/** XML Schemas for the tests of the schema reader, and what they are read to. */
import type { DataType, TypeLibrary } from "../../yawl/model/datatype.ts";
import { messages, read, readWithWarnings, specificationFile } from "./specification-file.ts";

export const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
export const TEXT = { kind: "simple", base: "string", xsd: "string" };
export const schema = (inside: string): string => `<xs:schema ${XS}>${inside}</xs:schema>`;
export const typesOf = (inside: string): TypeLibrary =>
  read(specificationFile({ schema: schema(inside) })).types;
export const warningsOf = (inside: string): string[] =>
  messages(readWithWarnings(specificationFile({ schema: schema(inside) })).warnings);
export const complex = (name: string, inside: string, attributes = ""): string =>
  `<xs:complexType name="${name}" ${attributes}>${inside}</xs:complexType>`;
export const element = (name: string, type = "xs:string", rest = ""): string =>
  `<xs:element name="${name}" type="${type}" ${rest}/>`;
export const simple = (name: string, inside: string): string =>
  `<xs:simpleType name="${name}">${inside}</xs:simpleType>`;

export function typeOfVariable(declaration: string, schemaText = ""): DataType | undefined {
  const text = specificationFile({
    schema: schemaText,
    variables: `<localVariable>${declaration}</localVariable>`,
  });
  const net = read(text).decompositions[0];
  return net?.kind === "net" ? net.locals[0]?.type : undefined;
}

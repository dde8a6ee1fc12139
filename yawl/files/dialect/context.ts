/** Where a translation is in its file, and what it has to know of the rest of it. */
import type { DataType, TypeLibrary } from "../../model/datatype.ts";
import type { FaultDetail } from "../../model/fault.ts";
import type { Expression, Place } from "../../model/specification.ts";
import type { Path } from "./places.ts";
import type { ExpressionParser } from "./syntax.ts";

/** What is the same for a whole file. */
export interface FileContext {
  readonly place: (path: Path) => Place;
  /** language of expressions that are plain text */
  readonly language: Expression["language"];
  readonly types: NamedTypes;
  /** parses expressions, if they are checked */
  readonly parser?: ExpressionParser;
  readonly problems: FaultDetail[];
}

/** The types that variables may name. */
export interface NamedTypes {
  /** those that have names, when everything has been read */
  readonly library: TypeLibrary;
  /** those of the file's own `types` that have been read */
  readonly defined: TypeLibrary;
  /** names of the file's own `types` */
  readonly own: ReadonlySet<string>;
  /** a type of the file's XML Schema, or a built-in one */
  xsd(name: string): DataType | undefined;
  /** the type of an element that the file's XML Schema declares */
  element(name: string): DataType | undefined;
}

/** A place in a file: what is translated there, and how a mistake there is reported. */
export class Context {
  readonly file: FileContext;
  readonly path: Path;

  constructor(file: FileContext, path: Path = []) {
    this.file = file;
    this.path = path;
  }

  /** The same file, further in. */
  in(...parts: Path): Context {
    return new Context(this.file, [...this.path, ...parts]);
  }

  get place(): Place {
    return this.file.place(this.path);
  }

  /** Records what is wrong here. */
  complain(message: string): void {
    this.file.problems.push({ element: this.path.join("/") || "file", ...this.place, message });
  }
}

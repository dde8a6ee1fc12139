/**
 * fontoxpath under one name wherever it is loaded: Node takes its CommonJS build, whose exports are the default export;
 * the workflow bundler takes its ES module, which has no default.
 */
import * as loaded from "fontoxpath";

type Fontoxpath = typeof loaded;

function isWrapped(
  module: Fontoxpath | { readonly default: Fontoxpath },
): module is { readonly default: Fontoxpath } {
  return "default" in module;
}

const library = isWrapped(loaded) ? loaded.default : loaded;

export const { evaluateXPath, parseScript, registerCustomXPathFunction } = library;

/** The options that say which language a text is in. */
export const LANGUAGES = {
  xquery: { language: evaluateXPath.XQUERY_3_1_LANGUAGE },
  xpath: { language: evaluateXPath.XPATH_3_1_LANGUAGE },
} as const;

/** Makes values as the engine takes them from outside, of a type of XPath. JSON has no nodes, so that nothing is said of them. */
export function typedValueFactory(type: string): (value: unknown) => object {
  const make: (value: never, nodes: never) => unknown = library.createTypedValueFactory(type);
  return (value) => {
    // oxlint-disable-next-line no-unsafe-type-assertion -- the library declares fewer kinds of values than it takes
    const made = make(value as never, null as never);
    if (typeof made !== "object" || made === null) throw new Error("fontoxpath makes objects of values");
    return made;
  };
}

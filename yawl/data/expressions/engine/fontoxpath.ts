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

export const { createTypedValueFactory, evaluateXPath, parseScript, registerCustomXPathFunction } = library;

import * as loaded from "fontoxpath";
function isWrapped(module) {
    return "default" in module;
}
const library = isWrapped(loaded) ? loaded.default : loaded;
export const { createTypedValueFactory, evaluateXPath, parseScript, registerCustomXPathFunction } = library;
//# sourceMappingURL=fontoxpath.js.map
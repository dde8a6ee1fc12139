import { decompositionElement } from "./decompositions.js";
import { putBack } from "./kept.js";
import { layoutElement } from "./layout.js";
import { metadataElement, uriOf } from "./metadata.js";
import { element, extra, printFile, textElement } from "./output.js";
import { Writing } from "./writing.js";
export function writeYawl(specification) {
    const writing = new Writing(specification);
    const root = element("specificationSet", {
        xmlns: "http://www.yawlfoundation.org/yawlschema",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        version: "4.0",
    }, specificationElement(writing), layoutElement(specification));
    const kept = specification.unread ?? [];
    putBack(root, kept);
    for (const { path } of kept)
        writing.lose(path, "Mizzen does not understand this; it is kept where only Mizzen finds it.");
    const { text, replaced } = printFile(root);
    if (replaced > 0)
        writing.lose("specification", `Characters that XML cannot hold were replaced in ${replaced} texts.`);
    return { text, lost: writing.lost };
}
function specificationElement(writing) {
    const { specification } = writing;
    const { title, metadata, documentation, importedNets = [] } = specification;
    const uri = uriOf(specification);
    const decompositions = specification.decompositions.map((each) => decompositionElement(each, writing));
    return element("specification", { uri }, extra({ madeTypes: writing.types.made, jsonTypes: writing.types.json }), textElement("name", title === (metadata.title ?? uri) ? undefined : title), textElement("documentation", documentation), metadataElement(writing), writing.types.schema, decompositions, importedNets.map((net) => textElement("importedNet", net)));
}
//# sourceMappingURL=write.js.map
import { link, netOf } from "../linked.js";
import { structureOf } from "../structure.js";
export function controlFlow(net) {
    const linked = link({
        format: 1,
        id: net.id,
        version: "",
        title: "",
        rootNet: net.id,
        types: {},
        nets: { [net.id]: structureOf(net) },
        work: {},
    });
    return netOf(linked, net.id);
}
//# sourceMappingURL=control-flow.js.map
import { checkObject } from "../data/types/validate.js";
import { netOf } from "../net/linked.js";
import { fault, ok } from "../model/fault.js";
import { isJsonObject } from "../model/json.js";
import { withInitials } from "./dataflow.js";
import { knownFlags } from "./flags.js";
import { FORMAT } from "./format.js";
export function checkLaunch(specification, data) {
    if (!isJsonObject(data))
        return fault("invalid-data", "The data of a case is an object.");
    const net = specification.nets[specification.rootNet];
    if (!net)
        return fault("invalid-specification", "The specification has no root net.");
    const inputs = net.variables.filter(({ input }) => input);
    const details = checkObject(data, inputs, specification.types, { requireAll: false });
    if (details.length > 0) {
        return fault("invalid-data", "The data does not fit the case's input parameters.", details);
    }
    return ok(withInitials(inputs, data));
}
export function emptyCase({ id, seed, flags, }) {
    return {
        format: FORMAT,
        id,
        flags: knownFlags(flags),
        status: "running",
        nets: {},
        items: {},
        pending: {},
        lastItem: 0,
        random: seed >>> 0,
        ended: [],
    };
}
export function enterRoot(step, data) {
    const checked = checkLaunch(step.linked.specification, data);
    if (!checked.ok)
        return checked;
    const root = netOf(step.linked, step.linked.specification.rootNet);
    step.emit({
        type: "net-entered",
        instance: {
            key: root.id,
            net: root.id,
            depth: 0,
            marking: { [root.net.input]: 1 },
            tasks: {},
            data: withInitials(root.net.variables, checked.value),
            dataVersion: 0,
        },
    });
    step.touch(root.id, [root.net.input]);
    return ok(undefined);
}
//# sourceMappingURL=launch.js.map
import { CALL } from "./call.js";
import { COMPOSITE } from "./composite.js";
import { many } from "./many.js";
import { ROUTING } from "./routing.js";
import { WORK } from "./work.js";
const ONE = {
    empty: ROUTING,
    work: WORK,
    call: CALL,
    composite: COMPOSITE,
};
const MANY = {
    empty: ROUTING,
    work: many(WORK),
    call: many(CALL),
    composite: many(COMPOSITE),
};
export function kindOf({ kind, task }) {
    return task.instances ? MANY[kind] : ONE[kind];
}
//# sourceMappingURL=kinds.js.map
import { taskOf } from "../../net/linked.js";
import { Progress } from "../progress.js";
export class CaseStep extends Progress {
    #kinds;
    constructor(linked, state, now, kinds) {
        super(linked, state, now);
        this.#kinds = kinds;
    }
    find({ net: key, task }) {
        const net = this.netFor(key);
        return this.at(key, net, taskOf(net, task));
    }
    at(key, net, linked) {
        return { key, net, linked, kind: this.#kinds(linked) };
    }
}
//# sourceMappingURL=kind.js.map
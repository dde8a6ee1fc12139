import { sleep } from "@temporalio/workflow";
import { pendingId } from "../../yawl/case/pending.js";
export class Callbacks {
    #running = new Map();
    #due;
    #scope;
    constructor(due, scope) {
        this.#due = due;
        this.#scope = scope;
    }
    start(pending) {
        const id = pendingId(pending);
        const scope = this.#scope();
        this.#running.set(id, scope);
        const timer = scope.run(() => sleep(Math.max(1, pending.until - Date.now())));
        void timer.then(() => this.#over(id, true), () => this.#over(id, false));
    }
    #over(id, isDue) {
        this.#running.delete(id);
        if (isDue)
            this.#due(id);
    }
    stop(pending) {
        this.#running.get(pendingId(pending))?.cancel();
    }
}
//# sourceMappingURL=callbacks.js.map
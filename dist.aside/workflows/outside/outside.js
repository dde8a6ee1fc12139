import { CancellationScope } from "@temporalio/workflow";
import { Callbacks } from "./callbacks.js";
import { Calls } from "./calls.js";
import { difference } from "./difference.js";
export class Outside {
    #calls;
    #callbacks;
    #shield;
    constructor(owner, work) {
        const scope = () => {
            this.#shield ??= new CancellationScope({ cancellable: false });
            return new CancellationScope({ cancellable: true, parent: this.#shield });
        };
        this.#calls = new Calls(owner, work, scope);
        this.#callbacks = new Callbacks((pending) => owner.due(pending), scope);
    }
    get isQuiet() {
        return this.#calls.isQuiet;
    }
    pause() {
        this.#calls.pause();
    }
    follow(before, after) {
        const { stopped, started } = difference(before, after);
        for (const pending of stopped)
            this.#stop(pending);
        for (const pending of started)
            this.#start(pending);
    }
    #start(pending) {
        switch (pending.kind) {
            case "people":
                return;
            case "call":
                this.#calls.start(pending);
                return;
            case "callback":
                this.#callbacks.start(pending);
        }
    }
    #stop(pending) {
        switch (pending.kind) {
            case "people":
                return;
            case "call":
                this.#calls.stop(pending);
                return;
            case "callback":
                this.#callbacks.stop(pending);
        }
    }
}
//# sourceMappingURL=outside.js.map
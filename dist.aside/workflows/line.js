export class Line {
    #queue = [];
    #busy;
    #isMoving = false;
    constructor(busy) {
        this.#busy = busy;
    }
    get isFree() {
        return this.#queue.length === 0 && this.#busy() === undefined;
    }
    enter(work) {
        if (this.isFree) {
            work();
            return;
        }
        this.#queue.push(work);
        if (!this.#isMoving)
            void this.#move();
    }
    async turn(work) {
        return await new Promise((resolve, reject) => {
            this.enter(() => {
                try {
                    resolve(work());
                }
                catch (error) {
                    reject(error);
                }
            });
        });
    }
    async #move() {
        this.#isMoving = true;
        while (this.#queue.length > 0) {
            const busy = this.#busy();
            if (busy)
                await busy;
            else
                this.#queue.shift()?.();
        }
        this.#isMoving = false;
    }
}
//# sourceMappingURL=line.js.map
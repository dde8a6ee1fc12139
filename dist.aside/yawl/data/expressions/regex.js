import { BadPattern, parseRegex } from "./regex-parse.js";
const MAX_PROGRAM = 10_000;
const STEP_COST = 0.4;
export class Regex {
    #program = [];
    #groups;
    #multiline;
    #ignoreCase;
    #slots;
    constructor(pattern, flags = "") {
        const unknown = /[^smixqgu]/.exec(flags);
        if (unknown)
            throw new BadPattern(`has the unknown flag "${unknown[0]}"`);
        const text = flags.includes("q")
            ? pattern.replaceAll(/[\\^$.*+?()[\]{}|-]/g, "\\$&")
            : flags.includes("x")
                ? pattern.replaceAll(/\s/g, "")
                : pattern;
        this.#multiline = flags.includes("m");
        this.#ignoreCase = flags.includes("i");
        const { tree, groups } = parseRegex(text, {
            ignoreCase: this.#ignoreCase,
            dotAll: flags.includes("s"),
        });
        this.#groups = groups;
        this.#slots = 2 * (groups + 1);
        this.#add({ kind: "save", slot: 0 });
        this.#compile(tree);
        this.#add({ kind: "save", slot: 1 });
        this.#add({ kind: "found" });
    }
    #add(instruction) {
        if (this.#program.length >= MAX_PROGRAM)
            throw new BadPattern("repeats too much");
        return this.#program.push(instruction) - 1;
    }
    #compile(tree) {
        switch (tree.kind) {
            case "character":
            case "start":
            case "end":
            case "boundary":
            case "no-boundary":
            case "back":
                this.#add(tree);
                break;
            case "sequence":
                for (const part of tree.parts)
                    this.#compile(part);
                break;
            case "choice":
                this.#compileChoice(tree.parts);
                break;
            case "group":
                this.#add({ kind: "save", slot: 2 * tree.number });
                this.#compile(tree.part);
                this.#add({ kind: "save", slot: 2 * tree.number + 1 });
                break;
            case "repeat":
                this.#compileRepeat(tree);
                break;
        }
    }
    #compileChoice(parts) {
        const jumps = [];
        for (const [index, part] of parts.entries()) {
            const isLast = index === parts.length - 1;
            const fork = { kind: "fork", next: 0, other: 0 };
            if (!isLast)
                fork.next = this.#add(fork) + 1;
            this.#compile(part);
            if (isLast)
                continue;
            const jump = { kind: "jump", next: 0 };
            this.#add(jump);
            jumps.push(jump);
            fork.other = this.#program.length;
        }
        for (const jump of jumps)
            jump.next = this.#program.length;
    }
    #compileRepeat({ part, min, max, lazy }) {
        for (let count = 0; count < min; count += 1)
            this.#compile(part);
        const slot = this.#slots;
        this.#slots += 1;
        if (max === Infinity) {
            const { fork, into, after } = this.#fork(lazy);
            this.#add({ kind: "save", slot });
            into(this.#program.length - 1);
            this.#compile(part);
            this.#add({ kind: "moved", slot });
            this.#add({ kind: "jump", next: fork });
            after(this.#program.length);
            return;
        }
        const exits = [];
        for (let count = min; count < max; count += 1) {
            const { into, after } = this.#fork(lazy);
            into(this.#program.length);
            exits.push(after);
            this.#add({ kind: "save", slot });
            this.#compile(part);
            this.#add({ kind: "moved", slot });
        }
        for (const after of exits)
            after(this.#program.length);
    }
    #fork(lazy) {
        const instruction = { kind: "fork", next: 0, other: 0 };
        return {
            fork: this.#add(instruction),
            into: (position) => (lazy ? (instruction.other = position) : (instruction.next = position)),
            after: (position) => (lazy ? (instruction.next = position) : (instruction.other = position)),
        };
    }
    match(text, from, budget) {
        for (let start = from; start <= text.length; start += 1) {
            const found = this.#matchAt(text, start, budget);
            if (found)
                return found;
        }
        return undefined;
    }
    matchAll(text, budget) {
        const found = [];
        for (let position = 0; position <= text.length;) {
            const next = this.match(text, position, budget);
            if (!next)
                break;
            if (next.end > next.start)
                found.push(next);
            position = Math.max(next.end, next.start + (next.end === next.start ? 1 : 0));
        }
        return found;
    }
    #matchAt(text, start, budget) {
        let saved = Array.from({ length: this.#slots }, () => -1);
        const waiting = [];
        let at = 0;
        let position = start;
        for (;;) {
            budget.spend(STEP_COST);
            const instruction = this.#program[at];
            if (instruction?.kind === "found")
                return this.#found(text, saved);
            let goesOn = true;
            switch (instruction?.kind) {
                case "character": {
                    const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
                    goesOn = position < text.length && instruction.test(character);
                    position += character.length;
                    break;
                }
                case "fork":
                    waiting.push({ at: instruction.other, position, saved });
                    budget.spend(saved.length * STEP_COST);
                    at = instruction.next - 1;
                    break;
                case "jump":
                    at = instruction.next - 1;
                    break;
                case "save":
                    saved = saved.with(instruction.slot, position);
                    break;
                case "moved":
                    goesOn = saved[instruction.slot] !== position;
                    break;
                case "back": {
                    const part = text.slice(saved[2 * instruction.number], saved[2 * instruction.number + 1]);
                    budget.read(part);
                    const there = text.slice(position, position + part.length);
                    goesOn = this.#ignoreCase ? there.toLowerCase() === part.toLowerCase() : there === part;
                    position += part.length;
                    break;
                }
                case undefined:
                    goesOn = false;
                    break;
                case "start":
                case "end":
                case "boundary":
                case "no-boundary":
                    goesOn = this.#holds(instruction.kind, text, position);
                    break;
            }
            if (goesOn) {
                at += 1;
                continue;
            }
            const back = waiting.pop();
            if (!back)
                return undefined;
            ({ at, position, saved } = back);
        }
    }
    #holds(kind, text, position) {
        if (kind === "start")
            return position === 0 || (this.#multiline && text[position - 1] === "\n");
        if (kind === "end")
            return position === text.length || (this.#multiline && text[position] === "\n");
        const isBoundary = isWord(text[position - 1]) !== isWord(text[position]);
        return isBoundary === (kind === "boundary");
    }
    #found(text, saved) {
        const part = (number) => {
            const [from = -1, to = -1] = [saved[2 * number], saved[2 * number + 1]];
            return from < 0 || to < 0 ? undefined : text.slice(from, to);
        };
        const groups = Array.from({ length: this.#groups }, (_, index) => part(index + 1));
        return { start: saved[0] ?? 0, end: saved[1] ?? 0, groups };
    }
}
function isWord(character) {
    return character !== undefined && /\w/.test(character);
}
const known = new Map();
const MAX_KNOWN = 1_000;
export function regexOf(pattern, flags) {
    const key = `${flags}/${pattern}`;
    let regex = known.get(key);
    if (!regex) {
        regex = new Regex(pattern, flags);
        if (known.size >= MAX_KNOWN)
            known.clear();
        known.set(key, regex);
    }
    return regex;
}
//# sourceMappingURL=regex.js.map
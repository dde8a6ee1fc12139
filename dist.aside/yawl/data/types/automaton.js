const MAX_STEPS = 10_000;
const MAX_WORK = 50_000_000;
class TooBig extends Error {
}
export function compileTree(tree) {
    const steps = [{ kind: "end" }];
    try {
        return { start: build(tree, 0, steps), steps };
    }
    catch (error) {
        if (error instanceof TooBig)
            return undefined;
        throw error;
    }
}
function push(steps, step) {
    if (steps.length >= MAX_STEPS)
        throw new TooBig();
    return steps.push(step) - 1;
}
function build(tree, next, steps) {
    switch (tree.kind) {
        case "character":
            return push(steps, { kind: "character", test: tree.test, next });
        case "sequence":
            return tree.parts.reduceRight((after, part) => build(part, after, steps), next);
        case "choice":
            return push(steps, { kind: "fork", targets: tree.parts.map((part) => build(part, next, steps)) });
        case "repeat":
            return buildRepeat(tree, next, steps);
    }
}
function buildRepeat(tree, next, steps) {
    let entry = next;
    if (tree.max === Infinity) {
        const targets = [next];
        entry = push(steps, { kind: "fork", targets });
        targets.push(build(tree.part, entry, steps));
    }
    else {
        for (let count = tree.min; count < tree.max; count += 1) {
            entry = push(steps, { kind: "fork", targets: [next, build(tree.part, entry, steps)] });
        }
    }
    for (let count = 0; count < tree.min; count += 1)
        entry = build(tree.part, entry, steps);
    return entry;
}
export function matches(automaton, text) {
    const { steps, start } = automaton;
    if (text.length * steps.length > MAX_WORK)
        return false;
    const seen = new Int32Array(steps.length).fill(-1);
    let current = [];
    let position = 0;
    follow(start, position, steps, seen, current);
    for (const character of text) {
        position += 1;
        const codePoint = character.codePointAt(0) ?? 0;
        const following = [];
        for (const index of current) {
            const step = steps[index];
            if (step?.kind === "character" && step.test(codePoint, character))
                follow(step.next, position, steps, seen, following);
        }
        if (following.length === 0)
            return false;
        current = following;
    }
    return current.includes(0);
}
function follow(first, position, steps, seen, into) {
    const open = [first];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
        if (seen[index] === position)
            continue;
        seen[index] = position;
        const step = steps[index];
        if (step?.kind === "fork")
            open.push(...step.targets);
        else
            into.push(index);
    }
}
//# sourceMappingURL=automaton.js.map
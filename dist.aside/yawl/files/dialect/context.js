export class Context {
    file;
    path;
    constructor(file, path = []) {
        this.file = file;
        this.path = path;
    }
    in(...parts) {
        return new Context(this.file, [...this.path, ...parts]);
    }
    get place() {
        return this.file.place(this.path);
    }
    complain(message) {
        this.file.problems.push({ element: this.path.join("/") || "file", ...this.place, message });
    }
}
//# sourceMappingURL=context.js.map
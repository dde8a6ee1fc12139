export {};
//# sourceMappingURL=compiled.js.map
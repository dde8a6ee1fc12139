// Stands for the worker: ready at once, and ends as the real one does.
process.on("disconnect", () => process.exit(0));
process.on("SIGTERM", () => process.exit(0));
process.send?.({ type: "ready" });

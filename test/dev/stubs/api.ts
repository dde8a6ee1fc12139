import { createServer } from "node:http";

// Stands for the API: answers its process number and its surroundings.
process.on("disconnect", () => process.exit(0));
process.on("SIGTERM", () => process.exit(0));
const { TEMPORAL_ADDRESS, MONGODB_URI, MIZZEN_DATA, PORT } = process.env;
const server = createServer((_request, response) => {
  response.end(JSON.stringify({ pid: process.pid, TEMPORAL_ADDRESS, MONGODB_URI, MIZZEN_DATA }));
});
server.listen(Number(PORT), "127.0.0.1", () => {
  process.send?.({ type: "listening", port: Number(PORT) });
  process.send?.({ type: "administrator", username: "admin", password: "made-up" });
  process.send?.({ type: "ready", port: Number(PORT) });
});

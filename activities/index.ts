/** Everything that case workflows call by name. */
export { settle } from "./settle.ts";

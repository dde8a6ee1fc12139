/** Reads the values of parameters. */
import type { Parameters } from "./kinds.ts";

const WHOLE = /^\d{1,9}$/;

/** A whole number from 0 as a parameter has it. */
export function wholeOf(text: string): number | undefined {
  return WHOLE.test(text.trim()) ? Number(text.trim()) : undefined;
}

/** The parameter, or nothing where it is blank: `.yawl` files write parameters that were not filled in. */
export function given(parameters: Parameters, name: string): string | undefined {
  const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  return value === undefined || value.trim() === "" ? undefined : value;
}

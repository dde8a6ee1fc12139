/** What {@link loadExamples} gets from `npm start`. */
export interface LoadExamplesOptions {
  readonly dataFolder: string;
  /** Where the API answers. */
  readonly url: string;
  /** MONGODB_URI, TEMPORAL_ADDRESS and so on of the servers that run. */
  readonly environment: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/** Loads the specifications and the organisation of `examples/` into a new data folder. Does nothing yet. */
export async function loadExamples(_options: LoadExamplesOptions): Promise<void> {}

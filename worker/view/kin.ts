/**
 * Executions that belong together: a case and the blocks that have instances of its tasks. None of them hears when another is
 * ended in Temporal from outside, so whoever finds that out sees to it: its blocks are not needed any more, and what made it
 * waits for it in vain.
 */
import { WorkflowNotFoundError, type Client } from "@temporalio/client";
import type { Logger } from "pino";
import { openBlocksMadeBy } from "../../store/blocks.ts";
import { BLOCK_LOST, type BlockLost } from "../../workflows/messages.ts";

export class Kin {
  readonly #client: Client;
  readonly #log: Logger;

  constructor(client: Client, log: Logger) {
    this.#client = client;
    this.#log = log;
  }

  /**
   * An execution was ended from outside. May be said again: who has heard it does nothing.
   * @param isBlock it is no case
   * @param message a sentence for people
   * @throws like any request to Temporal or MongoDB
   */
  async ended(execution: string, isBlock: boolean, message: string): Promise<void> {
    if (isBlock) await this.#tellParent(execution, message);
    const orphans = await openBlocksMadeBy(execution);
    for (const block of orphans) await this.#reach(block, (handle) => handle.cancel());
    if (orphans.length > 0) {
      this.#log.warn(
        { caseId: execution, blocks: orphans.length },
        "blocks were cancelled: what they are a part of was ended in Temporal",
      );
    }
  }

  /** A block's id is that of the execution that made it, and a number. */
  async #tellParent(block: string, message: string): Promise<void> {
    const parent = block.slice(0, block.lastIndexOf("."));
    const lost: BlockLost = { block, message };
    const isThere = await this.#reach(parent, (handle) => handle.signal<[BlockLost]>(BLOCK_LOST, lost));
    if (isThere) this.#log.warn({ caseId: parent, block }, "a block was ended in Temporal");
  }

  /** @returns whether the workflow runs */
  async #reach(
    execution: string,
    act: (handle: ReturnType<Client["workflow"]["getHandle"]>) => Promise<unknown>,
  ): Promise<boolean> {
    try {
      await act(this.#client.workflow.getHandle(execution));
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }
}

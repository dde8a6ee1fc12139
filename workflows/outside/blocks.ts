/**
 * The blocks of an execution: a child workflow for each, which outlives this run. It gets its first instruction when it
 * begins and later ones by signal, one at a time and always the newest.
 */
import {
  getExternalWorkflowHandle,
  isCancellation,
  ParentClosePolicy,
  rootCause,
  startChild,
  workflowInfo,
  type CancellationScope,
} from "@temporalio/workflow";
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/common";
import type { Block, BlockStart } from "../../yawl/case/instances/block.ts";
import type { PendingOf } from "../../yawl/case/pending.ts";
import { BLOCK_WORKFLOW, INSTRUCT, type CaseArguments } from "../messages.ts";

type PendingBlock = PendingOf<"block">;

/** What the blocks need of the execution that made them. */
export interface BlockOwner {
  /** as it is known now; none when it has ended */
  blockOf(id: string): Block | undefined;
  /** arguments of the workflow of a block */
  argumentsFor(start: BlockStart): CaseArguments;
  begun(block: string): void;
  lost(block: string, message: string): void;
}

export class Blocks {
  /** version of the instruction that each block has, or is being sent */
  readonly #sent = new Map<string, number>();
  /** blocks to which something is on its way */
  readonly #busy = new Set<string>();
  readonly #owner: BlockOwner;
  readonly #scope: () => CancellationScope;
  #isPaused = false;

  /** @param scope gives scopes that are not cancelled with the workflow */
  constructor(owner: BlockOwner, scope: () => CancellationScope) {
    this.#owner = owner;
    this.#scope = scope;
  }

  /** Nothing is on its way to a block. */
  get isQuiet(): boolean {
    return this.#busy.size === 0;
  }

  /** Sends nothing more: the run is to end, and the next one does. */
  pause(): void {
    this.#isPaused = true;
  }

  /** It is to begin, or to know of a new instruction. */
  start({ block }: PendingBlock): void {
    if (this.#busy.has(block) || this.#isPaused) return;
    this.#busy.add(block);
    void this.#scope().run(() => this.#bring(block));
  }

  /** Brings a block to what is wanted of it now. */
  async #bring(id: string): Promise<void> {
    // what else this activation wants of it goes along
    await Promise.resolve();
    for (;;) {
      const block = this.#owner.blockOf(id);
      const isNews = block && block.instruction.version > (this.#sent.get(id) ?? 0);
      if (!isNews || this.#isPaused) break;
      const { version } = block.instruction;
      try {
        if (block.start && !this.#sent.has(id))
          await this.#begin({ ...block.start, instruction: block.instruction });
        else await getExternalWorkflowHandle(id).signal(INSTRUCT, block.instruction);
        this.#sent.set(id, version);
      } catch (error) {
        // it told that it ends before it did, so that nobody who is still known is gone by itself
        this.#owner.lost(id, messageOf(error));
        break;
      }
    }
    this.#busy.delete(id);
    if (!this.#owner.blockOf(id)) this.#sent.delete(id);
  }

  async #begin(start: BlockStart): Promise<void> {
    const { id, task, instances, root } = start;
    const { typedSearchAttributes } = workflowInfo();
    const numbers =
      instances.length === 1
        ? `${instances[0]?.instance}`
        : `${instances[0]?.instance} to ${instances.at(-1)?.instance}`;
    try {
      const child = await startChild(BLOCK_WORKFLOW, {
        workflowId: id,
        args: this.#owner.argumentsFor(start),
        parentClosePolicy: ParentClosePolicy.ABANDON,
        workflowIdReusePolicy: "REJECT_DUPLICATE",
        typedSearchAttributes,
        staticSummary: `${task} ${numbers} of ${root}`,
      });
      // a later run does not hear of it: whoever watches the executions tells it then
      child.result().catch((error: unknown) => {
        if (!isCancellation(error)) this.#owner.lost(id, messageOf(error));
      });
    } catch (error) {
      // an earlier run began it, and did not come to note it
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    this.#owner.begun(id);
  }
}

function messageOf(error: unknown): string {
  return `Its workflow has ended in Temporal: ${rootCause(error) ?? "it is not there"}.`;
}

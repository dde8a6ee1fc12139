/** The view's other door: what a case tells without waiting. It is written for certain by the case's next `settle`. */
import type { InjectedSinks } from "@temporalio/worker";
import type { Sinks } from "@temporalio/workflow";
import { applyChange } from "../store/projection.ts";
import type { ViewChange } from "../store/views.ts";

export interface ViewSinks extends Sinks {
  view: { show(change: ViewChange): void };
}

/** @param warn is told when the view could not be written; it catches up by itself */
export function viewSinks(warn: (error: unknown) => void): InjectedSinks<ViewSinks> {
  return {
    view: {
      show: {
        callDuringReplay: false,
        async fn(_info, change) {
          try {
            await applyChange(change);
          } catch (error) {
            warn(error);
          }
        },
      },
    },
  };
}

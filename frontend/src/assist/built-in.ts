/**
 * The assistants that need no model, and after them, where the operator has set one up, the one that asks it. Load this
 * module (it is a chunk of its own) and call `offerBuiltIn` once.
 */
import { registerAssistant } from "../canvas/assist";
import { whenOffered } from "../frame/segmenter";
import { AskingModel } from "./asking-model";
import { ClickingOut } from "./clicking-out";
import { CuttingOut } from "./cutting-out";
import { EdgeFollowing } from "./edge-following";
import { RegionPicking } from "./region-picking";

/** Register them; returns how to take them back. Offering them again replaces them. */
export function offerBuiltIn(): () => void {
  const withdrawals = [new EdgeFollowing(), new RegionPicking(), new CuttingOut(), new ClickingOut()].map((one) => registerAssistant(one));
  withdrawals.push(whenOffered(() => withdrawals.push(registerAssistant(new AskingModel()))));
  return () => withdrawals.forEach((withdraw) => withdraw());
}

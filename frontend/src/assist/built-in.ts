/** The assistants that need no model. Load this module (it is a chunk of its own) and call `offerBuiltIn` once. */
import { registerAssistant } from "../canvas/assist";
import { ClickingOut } from "./clicking-out";
import { CuttingOut } from "./cutting-out";
import { EdgeFollowing } from "./edge-following";
import { RegionPicking } from "./region-picking";

/** Register them; returns how to take them back. Offering them again replaces them. */
export function offerBuiltIn(): () => void {
  const withdrawals = [new EdgeFollowing(), new RegionPicking(), new CuttingOut(), new ClickingOut()].map((one) => registerAssistant(one));
  return () => withdrawals.forEach((withdraw) => withdraw());
}

/** Colours of labels, told apart also by most colour-blind people (after Okabe and Ito, 2008), light enough on photos. */
const COLOURS = ["#56b4e9", "#e69f00", "#009e73", "#f0e442", "#d55e00", "#cc79a7", "#0072b2", "#b8c0cc"] as const;

/** The colour of the label at this place in its list. */
export function labelColour(at: number): string {
  return COLOURS[at % COLOURS.length]!;
}

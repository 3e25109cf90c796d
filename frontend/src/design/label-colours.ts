/** Colours of labels, told apart also by most colour-blind people (after Okabe and Ito, 2008), light enough on photos. */
const COLOURS = ["#56b4e9", "#e69f00", "#009e73", "#f0e442", "#d55e00", "#cc79a7", "#0072b2", "#b8c0cc"] as const;

/** The next ones: far from the first and from each other, but not for everybody; their dashes help. */
const MORE = ["#7b3fb5", "#8b5a2b", "#9be564", "#b3152a", "#00c2c2", "#f7c59f", "#5b6b00", "#f49ac1"] as const;

/** After these each colour turns the hue by this share of the circle, which never comes back to one it had. */
const GOLDEN_TURN = 0.618034;
/** Lightness in per cent, in turn, so that neighbours differ also where hues look alike. */
const LIGHTNESSES = [42, 72, 57] as const;
/** Dashes of outlines in screen pixels, one set of eight after another: the second cue beside the colour. */
const DASHES: readonly (readonly number[])[] = [[], [8, 5], [2, 4], [12, 4, 2, 4]];

/** The colour of the label at this place in its list, `#rrggbb`. */
export function labelColour(at: number): string {
  return COLOURS[at] ?? MORE[at - COLOURS.length] ?? hex((at * GOLDEN_TURN) % 1, LIGHTNESSES[at % LIGHTNESSES.length]! / 100);
}

/** How the outline of the label at this place is dashed, in screen pixels; an empty list for a line. */
export function labelDash(at: number): readonly number[] {
  return DASHES[Math.floor(at / COLOURS.length) % DASHES.length]!;
}

/** A full colour by its hue (0..1) and lightness (0..1), as in HSL with a saturation of 70 %. */
function hex(hue: number, lightness: number): string {
  const strength = 0.7 * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): string => {
    const at = (offset + hue * 12) % 12;
    const value = lightness - strength * Math.max(-1, Math.min(at - 3, 9 - at, 1));
    return Math.round(255 * value).toString(16).padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** The style rule that hands a dispensary's accent to tracker.css; anything but `#rrggbb` is no colour and is left out. */
export const accentRule = (selector: string, accent: string): string =>
  /^#[\da-f]{6}$/i.test(accent) ? `${selector}{--doorstep-accent:${accent}}` : ''

const names = {
  ground: 'ground',
  sunken: 'sunken',
  line: 'line',
  lineStrong: 'line-strong',
  ink: 'ink',
  ink2: 'ink-2',
  ink3: 'ink-3',
  way: 'way',
  chosen: 'chosen',
  dead: 'dead',
  deadGround: 'dead-ground',
  unsure: 'unsure',
  gained: 'gained',
  fewer: 'fewer',
  sans: 'sans',
  mono: 'mono',
} as const;

/** The window's colours and fonts as a canvas needs them: values, not variables. */
export type Palette = Readonly<Record<keyof typeof names, string>>;

/** Those of the theme that is in force now. */
export function themePalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const values = Object.entries(names).map(([key, name]) => [
    key,
    style.getPropertyValue(`--${name}`).trim(),
  ]);
  return Object.fromEntries(values) as Palette;
}

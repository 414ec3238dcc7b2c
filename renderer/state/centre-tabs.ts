/** The tabs in the middle. */
export const centreTabs = ['graph', 'table', 'rules', 'missing', 'notes', 'files'] as const;
export type CentreTab = (typeof centreTabs)[number];

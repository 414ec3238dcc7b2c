/** The tabs in the middle. */
export const centreTabs = ['graph', 'table', 'rules', 'reach', 'missing', 'notes', 'files'] as const;
export type CentreTab = (typeof centreTabs)[number];

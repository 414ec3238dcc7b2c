const prefix = 'netopsy:share:';

/** The share (in percent) that a bar between panes was left at, by its label; null where it was never moved. */
export function keptShare(label: string): number | null {
  try {
    const share = Number.parseFloat(localStorage.getItem(prefix + label) ?? '');
    return share >= 12 && share <= 88 ? share : null;
  } catch {
    return null;
  }
}

/** Keeps where a bar was left. A browser may refuse: then it is where it always was. */
export function keepShare(label: string, share: number): void {
  try {
    localStorage.setItem(prefix + label, share.toFixed(1));
  } catch {
    return;
  }
}

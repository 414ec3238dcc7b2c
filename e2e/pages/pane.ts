import type { Locator, Page } from '@playwright/test';

/** A pane of the window by its title: `Dead ends`, `Packet`, `Journeys`. */
export function pane(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

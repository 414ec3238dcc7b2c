import { fromRoot } from '../build/paths.mjs';
import { expect, test } from './pages/served-page.ts';

test.describe('where the system speaks Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('the window does, and keeps another language once it is chosen', async ({ page }) => {
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh');
    await expect(page.getByRole('button', { name: '打开文件…' })).toBeVisible();
    await page.getByLabel('语言').selectOption('en');
    await expect(page.getByRole('button', { name: 'Open files…' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('button', { name: 'Open files…' })).toBeVisible();
  });

  test('causes, near misses and notes are Chinese, and a report can be English all the same', async ({
    page,
  }) => {
    await page
      .locator('input[webkitdirectory]')
      .setInputFiles(fromRoot('e2e/captures', 'forward-policy-drop', 'bundle'));
    const deadEnds = page.getByRole('region', { name: '丢包点' });
    await expect(deadEnds.getByText('被 filter/FORWARD 的默认策略丢弃').first()).toBeVisible();
    await page.screenshot({ path: fromRoot('e2e/artifacts/chinese.png') });
    await page.getByRole('button', { name: '报告…' }).click();
    const preview = page.getByTitle('报告预览');
    await expect(preview).toHaveAttribute('srcdoc', /发生了什么/);
    await page.getByLabel('报告的语言').selectOption('en');
    await expect(preview).toHaveAttribute('srcdoc', /What happened/);
  });
});

import type { TestContext } from 'node:test';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { skipWithout } from './debian.js';

/** A page in headless Chromium, and what it complained of. */
export interface Browsed {
  readonly page: Page;
  /** Errors on the console, exceptions that nobody caught, and what the content security policy forbade. */
  readonly complaints: readonly string[];
}

/** A reason to skip where there is no Chromium. */
export const skipWithoutBrowser = skipWithout('chromium', 'chromium');

/** Opens an address; the browser ends with the test. */
export async function browse(t: TestContext, url: string, options: BrowserContextOptions = {}): Promise<Browsed> {
  // Root, as CI is, has no sandbox.
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  t.after(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  return { page, complaints };
}

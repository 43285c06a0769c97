import { chromium } from 'playwright-core';
import { readPageFiles } from '../../src/cli/page-files.js';
import { byProgram } from '../../src/model/groups.js';
import { startServer } from '../../src/web/server.js';
import { fleetSample, literalDump } from '../support/literal-samples.js';

const LAST_SECOND = 240;
const GRAPHS = ['http.requests', 'http.latency'];

/** Draws the dashboard in Chromium, of the samples that the pictures of the screen are drawn from. */
export async function drawDashboard(path: string): Promise<void> {
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    token: undefined,
    page: readPageFiles(),
    setup: { version: 1, porthole: '', pages: [] },
    grouping: byProgram,
    aggregations: [],
    hosts: [],
    poll: () => fleetSample(0),
    requestDump: () => Promise.resolve(literalDump),
    requestStalls: unused,
    readUrl: unused,
  });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    for (let second = 0; second < LAST_SECOND; second++) server.live.append(fleetSample(second));
    const page = await browser.newPage({
      viewport: { width: 1280, height: 720 },
      colorScheme: 'dark',
      timezoneId: 'UTC',
      locale: 'en-GB',
    });
    await page.goto(server.url);
    for (const label of GRAPHS) {
      await page.locator('.metrics tbody tr', { hasText: label }).first().click();
      await page.locator('section.graph', { hasText: label }).first().locator('.last').first().waitFor();
    }
    server.live.append(fleetSample(LAST_SECOND));
    await page.locator('.top time', { hasText: '12:04:00' }).waitFor();
    await page.screenshot({ path });
  } finally {
    await browser.close();
    await server.close();
  }
}

function unused(): Promise<never> {
  return Promise.reject(new Error('not in the picture'));
}

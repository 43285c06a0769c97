import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { describePlace } from '../../src/agent/capture/frame-place.js';
import { findOriginal } from '../../src/agent/capture/source-mappings.js';
import { SourceMaps } from '../../src/agent/capture/source-maps.js';
import { fixtureProgram } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface MapFile {
  readonly file: string;
  readonly version: number;
  readonly sources: string[];
  readonly sourcesContent: string[];
  readonly names: string[];
  readonly mappings: string;
  readonly sourceRoot: string;
}

const scriptPath = fixtureProgram('busy-loop');
const mapFile = JSON.parse(readFileSync(`${scriptPath}.map`, 'utf8')) as MapFile;

test('every place of a script has the original that Node itself finds', () => {
  const nodes = new SourceMap({ ...mapFile, sourcesContent: mapFile.sourcesContent ?? [] });
  const lines = readFileSync(scriptPath, 'utf8').split('\n');
  for (const [line, text] of lines.entries()) {
    for (let column = 0; column <= text.length; column += 3) {
      const entry = nodes.findEntry(line, column);
      // Before the first place of a line Node falls back on the line before.
      if (!('originalLine' in entry) || entry.generatedLine !== line) continue;
      const place = findOriginal(mapFile.mappings, line, column);
      assert.deepEqual([place?.line, place?.column], [entry.originalLine, entry.originalColumn], `${line}:${column}`);
    }
  }
});

test('what is no mapping has no original', () => {
  for (const mappings of ['', ';;;', 'A', '!!!!', 'AAAA;zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz']) {
    assert.equal(findOriginal(mappings, 9, 0), undefined);
  }
});

test('a map in the script itself is used, and another once the script has changed', async (t) => {
  const folder = temporaryFolder(t);
  const script = join(folder, 'app.js');
  const maps = new SourceMaps();
  const frame = describePlace('work', script, 1, 5);
  const write = (source: string): void => {
    const map = JSON.stringify({ version: 3, sources: [source], names: [], mappings: 'AAAA,IAEC' });
    const url = `data:application/json;charset=utf-8;base64,${Buffer.from(map).toString('base64')}`;
    writeFileSync(script, `work();\n//# sourceMappingURL=${url}\n`);
  };
  write('../src/app.ts');
  const mapped = maps.mapFrame(frame);
  assert.deepEqual([mapped.file, mapped.line, mapped.column], [join(folder, '../src/app.ts'), 3, 2]);
  assert.deepEqual(mapped.generated, { file: script, line: 1, column: 5 });
  write('webpack://shop/node_modules/left-pad/index.ts');
  assert.deepEqual(maps.mapFrame(frame).origin, 'dependency');
});

test('without a map that can be read a frame stays as it is', async (t) => {
  const folder = temporaryFolder(t);
  const maps = new SourceMaps();
  for (const url of ['gone.js.map', 'data:application/json;base64,!!', '.', '/dev/zero', 'http://127.0.0.1/x.map']) {
    const script = join(folder, 'app.js');
    writeFileSync(script, `work();\n//# sourceMappingURL=${url}\n`);
    const frame = describePlace('work', script, 1, 1);
    assert.deepEqual(maps.mapFrame(frame), frame);
  }
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { projectFolder } from './support/project.js';

interface Layer {
  readonly imports: readonly string[];
  /** Layers of which only the types may be imported. */
  readonly types?: readonly string[];
}

/** The design's table. `leaf` is errors, units, target and patterns on names; `public` is what an application imports. */
const LAYERS: Readonly<Record<string, Layer>> = {
  leaf: { imports: [] },
  format: { imports: ['leaf'] },
  agent: { imports: ['leaf', 'format'] },
  source: { imports: ['leaf', 'format'] },
  model: { imports: ['leaf', 'format'], types: ['source'] },
  export: { imports: ['leaf', 'format', 'model'], types: ['source'] },
  ui: { imports: ['leaf', 'format', 'model'], types: ['source'] },
  web: { imports: ['leaf', 'format', 'model', 'export'], types: ['source'] },
  // What runs in the browser: bundled, so it takes of ours what is pure.
  page: { imports: ['leaf', 'format', 'model'], types: ['web'] },
  cli: { imports: ['leaf', 'format', 'agent', 'source', 'model', 'export', 'ui', 'web'] },
  public: { imports: ['leaf', 'format', 'agent', 'source', 'model', 'export'] },
  demo: { imports: ['public'] },
};

const sourceFolder = join(projectFolder, 'src');
const files = filesOf(sourceFolder);

test('every file belongs to a layer of the design', () => {
  assert.deepEqual(
    files.filter((file) => !(layerOf(file) in LAYERS)),
    [],
  );
});

test('no file imports against the direction of the layers', () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter(({ target, isType }) => !mayImport(layerOf(file), layerOf(target), isType))
      .map(({ target }) => `${file} imports ${target}`),
  );
  assert.deepEqual(wrong, []);
});

test('no file is over 250 lines', () => {
  const long = ['src', 'test'].flatMap((folder) =>
    filesOf(join(projectFolder, folder)).filter(
      (file) => readFileSync(join(projectFolder, folder, file), 'utf8').split('\n').length > 251,
    ),
  );
  assert.deepEqual(long, []);
});

test('an upward import would be found', () => {
  assert.equal(mayImport('format', 'agent', false), false);
  assert.equal(mayImport('model', 'source', false), false);
  assert.equal(mayImport('model', 'source', true), true);
});

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
}

function mayImport(from: string, to: string, isType: boolean): boolean {
  if (from === to) return true;
  const layer = LAYERS[from];
  return layer !== undefined && (layer.imports.includes(to) || (isType && (layer.types ?? []).includes(to)));
}

function layerOf(file: string): string {
  if (file.startsWith('web/page/')) return 'page';
  const folder = file.split('/')[0] ?? '';
  if (folder !== file) return folder;
  return /^(errors|units|group-by|target|target-pattern|glob|own-version|remote-path)\.ts$/.test(file)
    ? 'leaf'
    : /^(index|reader|register)\.ts$/.test(file)
      ? 'public'
      : file;
}

function importsOf(file: string): readonly { readonly target: string; readonly isType: boolean }[] {
  const statement =
    /\b(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]/g;
  return [...withoutComments(file).matchAll(statement)].map(([, type, specifier, dynamic]) => ({
    target: relative(sourceFolder, join(sourceFolder, dirname(file), specifier ?? dynamic ?? '')).replace(
      /\.js$/,
      '.ts',
    ),
    isType: type !== undefined,
  }));
}

function withoutComments(file: string): string {
  return readFileSync(join(sourceFolder, file), 'utf8').replace(/\/\*.*?\*\/|^\s*\/\/.*$/gms, '');
}

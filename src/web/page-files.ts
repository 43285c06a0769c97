import { createHash } from 'node:crypto';
import type { Answer } from './answer.js';

/** The page's script and style, as they were built. */
export interface PageFiles {
  readonly script: string;
  readonly style: string;
}

/** The page, and the files that it is made of. */
export class Page {
  readonly #html: Answer;
  readonly #files: ReadonlyMap<string, Answer>;

  constructor({ script, style }: PageFiles) {
    // The address changes with the file, so that a browser neither asks again nor keeps an old one.
    const versioned = { script: versionOf(script), style: versionOf(style) };
    this.#html = htmlAnswer(versioned.script, versioned.style);
    this.#files = new Map([
      ['page.js', fileAnswer('text/javascript', script)],
      ['page.css', fileAnswer('text/css', style)],
      ['icon.svg', fileAnswer('image/svg+xml', ICON)],
    ]);
  }

  /** `/`. */
  get html(): Answer {
    return this.#html;
  }

  /** `/page/NAME`: there is no secret in it, and the form for the token needs its style. */
  file(name: string): Answer | undefined {
    return this.#files.get(name);
  }
}

function htmlAnswer(scriptVersion: string, styleVersion: string): Answer {
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light"><title>porthole</title>
<link rel="icon" href="/page/icon.svg"><link rel="stylesheet" href="/page/page.css?${styleVersion}">
<script type="module" src="/page/page.js?${scriptVersion}"></script></head>
<body><noscript>This page needs JavaScript. Without it there are <a href="/metrics">/metrics</a> and
<a href="/processes">/processes</a>.</noscript><div id="page"></div></body></html>
`;
  return { status: 200, type: 'text/html; charset=utf-8', body };
}

function fileAnswer(type: string, body: string): Answer {
  return {
    status: 200,
    type: `${type}; charset=utf-8`,
    body,
    headers: { 'cache-control': 'max-age=31536000, immutable' },
  };
}

function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<circle cx="32" cy="32" r="29" fill="#0b3a4a" stroke="#7fb9c9" stroke-width="5"/>
<circle cx="32" cy="32" r="20" fill="#06202b" stroke="#3f7e92" stroke-width="3"/>
<path d="M14 37q6-13 11-2t8-9 7 6 10-9" fill="none" stroke="#5fe3c0" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/>
<g fill="#cfe8ef"><circle cx="32" cy="5.5" r="2"/><circle cx="32" cy="58.5" r="2"/><circle cx="5.5" cy="32" r="2"/><circle cx="58.5" cy="32" r="2"/></g>
</svg>
`;

import type { Answer } from './answer.js';

/** The form that asks for the token; it works without a script. */
export function loginPage(isWrong: boolean): Answer {
  const message = isWrong ? '<p class="wrong" role="alert">That is not the token.</p>' : '';
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>porthole</title><link rel="stylesheet" href="/page/page.css"><link rel="icon" href="/page/icon.svg"></head>
<body class="login"><main><form method="post" action="/login">
<img src="/page/icon.svg" alt="" width="48" height="48"><h1>porthole</h1>${message}
<label>Token<input type="password" name="token" autocomplete="current-password" required autofocus></label>
<button>Open</button>
<p>The token is <code>PORTHOLE_TOKEN</code> of the server, or <code>token</code> in its configuration file.</p>
</form></main></body></html>
`;
  return { status: isWrong ? 403 : 401, type: 'text/html; charset=utf-8', body };
}

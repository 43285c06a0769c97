import { render } from 'preact';
import { App } from './App.js';
import { connect, loadSetup } from './connection.js';
import { listenToKeys } from './keys.js';

const root = document.getElementById('page');
if (root !== null) {
  render(<App />, root);
  listenToKeys();
  connect();
  void loadSetup().catch(() => undefined);
}

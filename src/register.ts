import { start } from './agent/start.js';

start();

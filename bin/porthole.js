#!/usr/bin/env node
await import(process.argv[2] === 'check' ? '../dist/porthole/check.js' : '../dist/porthole/main.js');

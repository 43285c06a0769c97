#!/usr/bin/env node
import module from 'node:module';

// Node 22.8 and later keep the compiled code from one start to the next.
module.enableCompileCache?.();
await import(process.argv[2] === 'check' ? '../dist/porthole/check.js' : '../dist/porthole/main.js');
